package org.amarula.api.state;

/** What the server's numbers mean (spec/transport.md 6.6), for people. Stateless. */
final class Meanings {
  private Meanings() {}

  static String ofFailure(int failure) {
    String meaning =
        switch (failure) {
          case 400 -> "a general failure";
          case 409 -> "a description of this client that is not accepted";
          case 415 -> "the account was not found";
          case 418 -> "the client is unknown";
          case 501 -> "not for everybody yet";
          default -> "unknown";
        };
    return failure + ", " + meaning;
  }

  static String ofOffence(int code) {
    String meaning =
        switch (code) {
          case 101 -> "messages to too many strangers";
          case 102 -> "blocked by too many";
          case 103 -> "groups with too many strangers";
          case 104 -> "the same message too often";
          case 106 -> "too many broadcasts";
          default -> "for a reason that was not told";
        };
    return code == 0 ? meaning : code + ", " + meaning;
  }
}
