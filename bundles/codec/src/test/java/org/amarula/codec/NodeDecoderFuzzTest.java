package org.amarula.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.amarula.vectors.Vectors;
import org.junit.jupiter.api.Test;

/**
 * Feeds the decoder with valid frames, damaged, and with bytes by chance: {@code fuzz.inputs} of
 * them, from {@code fuzz.seed} if that is set. Each must end in a node or in one {@link
 * MalformedNodeException}, within the memory that {@link HostileInput} allows.
 */
class NodeDecoderFuzzTest {
  private static final int SHOWN = 5;
  private static final int LONGEST = 2_000;

  private final NodeCodec codec = NodeCodecs.standard();

  @Test
  void everyInputEndsInANodeOrMalformed() throws IOException {
    int inputs = Integer.getInteger("fuzz.inputs", 20_000);
    long seed = Long.getLong("fuzz.seed", new Random().nextLong());
    System.out.println("NodeDecoderFuzzTest: fuzz.inputs=" + inputs + " fuzz.seed=" + seed);
    Mutations mutations = new Mutations(new Random(seed), seeds(seed));
    int nodes = 0;
    int malformed = 0;
    List<String> failures = new ArrayList<>();

    for (int i = 0; i < inputs; i++) {
      byte[] input = mutations.next();
      try {
        if (HostileInput.decode(input).isPresent()) {
          nodes++;
        } else {
          malformed++;
        }
      } catch (RuntimeException | Error e) {
        failures.add(HexFormat.of().formatHex(input) + " " + e);
      }
    }

    report(inputs, nodes, malformed, failures.size(), seed);
    assertThat(failures.stream().limit(SHOWN)).as("failing inputs, seed " + seed).isEmpty();
    assertThat(nodes).isPositive();
    assertThat(malformed).isPositive();
  }

  private List<byte[]> seeds(long seed) {
    List<byte[]> seeds = new ArrayList<>();
    for (JsonObject vector : Vectors.cases("nodes.json", "cases")) {
      if (vector.has("frameHex")) {
        seeds.add(Vectors.hex(vector, "frameHex"));
      }
    }
    RandomNodes nodes = new RandomNodes(new Random(seed));
    for (int i = 0; i < 300; i++) {
      Node node = nodes.node();
      seeds.add(i % 10 == 0 ? codec.encodeCompressed(node) : codec.encode(node));
    }
    seeds.removeIf(frame -> frame.length > LONGEST);
    return seeds;
  }

  private static void report(int inputs, int nodes, int malformed, int failed, long seed)
      throws IOException {
    JsonObject json = new JsonObject();
    json.addProperty("inputs", inputs);
    json.addProperty("nodes", nodes);
    json.addProperty("malformed", malformed);
    json.addProperty("passed", nodes + malformed);
    json.addProperty("failed", failed);
    json.addProperty("seed", seed);
    Path reports =
        Files.createDirectories(Path.of(System.getProperty("amarula.reports", "target/reports")));
    Files.writeString(reports.resolve("fuzz.json"), json + "\n");
    System.out.println((nodes + malformed) + " passed, " + failed + " failed");
  }
}
