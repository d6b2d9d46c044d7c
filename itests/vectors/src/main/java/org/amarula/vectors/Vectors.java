package org.amarula.vectors;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The protocol's test vectors, read from the directory that the system property {@code
 * amarula.vectors} names, else from the copies beside this class. A missing file and a file without
 * a case are failures, never an empty test.
 */
public final class Vectors {
  private Vectors() {}

  /** Reads one file, for instance {@code "nodes.json"}. */
  public static JsonObject read(String file) {
    try (Reader reader = open(file)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    } catch (IOException e) {
      throw new AssertionError("Vector file " + file + " cannot be read", e);
    }
  }

  /** Reads the array {@code member} of one file as its objects; refuses an empty one. */
  public static List<JsonObject> cases(String file, String member) {
    JsonArray array = read(file).getAsJsonArray(member);
    if (array == null || array.isEmpty()) {
      throw new AssertionError("Vector file " + file + " holds no case under " + member);
    }
    List<JsonObject> cases = new ArrayList<>(array.size());
    for (JsonElement element : array) {
      cases.add(element.getAsJsonObject());
    }
    return cases;
  }

  /** Reads a fact file of the schema, for instance {@code "wa-schema.json"}. */
  public static JsonObject data(String file) {
    try (Reader reader = resource("/data/" + file)) {
      return JsonParser.parseReader(reader).getAsJsonObject();
    } catch (IOException e) {
      throw new AssertionError("Data file " + file + " cannot be read", e);
    }
  }

  /** The bytes of a hexadecimal member. */
  public static byte[] hex(JsonObject object, String member) {
    return HexFormat.of().parseHex(object.get(member).getAsString());
  }

  /** The string member, or null when it is absent or null. */
  public static String text(JsonObject object, String member) {
    JsonElement element = object.get(member);
    return element == null || element.isJsonNull() ? null : element.getAsString();
  }

  private static Reader open(String file) throws IOException {
    String directory = System.getProperty("amarula.vectors");
    if (directory == null || directory.isBlank()) {
      return resource("/vectors/" + file);
    }
    return Files.newBufferedReader(Path.of(directory, file), StandardCharsets.UTF_8);
  }

  private static Reader resource(String name) {
    InputStream stream = Vectors.class.getResourceAsStream(name);
    if (stream == null) {
      throw new AssertionError("No resource " + name);
    }
    return new InputStreamReader(stream, StandardCharsets.UTF_8);
  }
}
