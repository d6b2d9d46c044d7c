package org.amarula.interop;

import java.io.IOException;
import org.amarula.sandbox.report.Scan;
import org.junit.jupiter.api.BeforeEach;

/** One account of ours and one of an independent client, both paired with a fresh sandbox. */
abstract class PairStory extends Story {
  JavaAccount ours;
  Peer theirs;
  Scan ourPhone;
  Scan theirPhone;

  /** Whose client it is. */
  abstract Kind kind();

  @BeforeEach
  void pairBoth() throws IOException, InterruptedException {
    theirs = pairedPeer(kind(), "Theirs");
    theirPhone = theirs.scan();
    ours = pairedJava("ours");
    ourPhone = ours.scan();
  }

  String ourNumber() {
    return ours.number();
  }

  String theirNumber() {
    return theirs.number();
  }
}
