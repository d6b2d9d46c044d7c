package org.amarula.interop;

import static org.amarula.interop.Peer.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.util.Map;
import org.amarula.api.event.MessageReceived;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.Test;

/** An account of ours and the npm client {@code baileys} in trouble. */
class BaileysFaultIT extends FaultStory {
  @Override
  Kind kind() {
    return Kind.BAILEYS;
  }

  @Test
  void ourForgedSignedPreKeyIsRefused() {
    sandbox.fault(
        new Fault(FaultType.BAD_SIGNED_PRE_KEY, 100, Map.of("account", ourPhone.phone())));

    JsonObject failed = theirs.result(theirs.begin(ourNumber(), "for no forger"));

    assertThat(text(failed, "event")).isEqualTo("failed");
    assertThat(text(failed, "error")).contains("signature");
    assertThat(ours.all(MessageReceived.class)).isEmpty();
    assertThat(sandbox.received(ourPhone.phone())).isEmpty();
  }
}
