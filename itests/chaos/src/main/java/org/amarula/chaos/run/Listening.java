package org.amarula.chaos.run;

import com.google.gson.JsonParser;

/** The sandbox's first line. */
final class Listening {
  private Listening() {}

  static String field(String line, String name) {
    return JsonParser.parseString(line).getAsJsonObject().get(name).getAsString();
  }
}
