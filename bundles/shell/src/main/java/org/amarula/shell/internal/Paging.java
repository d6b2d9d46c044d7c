package org.amarula.shell.internal;

import java.util.ArrayList;
import java.util.List;
import org.amarula.api.instance.Page;
import org.amarula.api.jid.Jid;

/** What commands share that show a part of something long. */
final class Paging {
  private static final int AT_ONCE = 200;
  private static final int USUAL = 50;

  private Paging() {}

  /** Where pages come from. */
  interface Source<T> {
    Page<T> page(String after, int most);
  }

  /** The options of such a command. */
  static Usage options(Usage usage) {
    return usage
        .withOption("limit", "how many lines, " + USUAL + " by default")
        .withFlag("all", "shows every line")
        .withFlag("full", "shows addresses in full");
  }

  /** As many entries as are wanted, in pages, so that nobody holds all of a long table at once. */
  static <T> List<T> read(Arguments arguments, Source<T> source) {
    long wanted = arguments.has("all") ? Long.MAX_VALUE : limit(arguments);
    List<T> found = new ArrayList<>();
    String after = "";
    do {
      Page<T> page = source.page(after, (int) Math.min(AT_ONCE, wanted - found.size()));
      found.addAll(page.entries());
      after = page.next();
    } while (!after.isEmpty() && found.size() < wanted);
    return found;
  }

  /** How many lines are wanted. */
  static int limit(Arguments arguments) {
    String value = arguments.option("limit", String.valueOf(USUAL));
    if (!value.matches("[1-9][0-9]{0,5}")) {
      throw arguments.misused("The option --limit needs a number of lines");
    }
    return Integer.parseInt(value);
  }

  /** An address as it is shown. */
  static String address(Arguments arguments, Jid address) {
    return arguments.has("full") ? address.toString() : address.redacted();
  }
}
