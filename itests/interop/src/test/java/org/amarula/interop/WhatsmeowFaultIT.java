package org.amarula.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.amarula.api.event.MessageReceived;
import org.amarula.sandbox.fault.Fault;
import org.amarula.sandbox.fault.FaultType;
import org.junit.jupiter.api.Test;

/** An account of ours and the Go client {@code whatsmeow} in trouble. */
class WhatsmeowFaultIT extends FaultStory {
  @Override
  Kind kind() {
    return Kind.WHATSMEOW;
  }

  @Test
  void ourForgedSignedPreKeyIsRefused() {
    sandbox.fault(
        new Fault(FaultType.BAD_SIGNED_PRE_KEY, 100, Map.of("account", ourPhone.phone())));

    theirs.result(theirs.begin(ourNumber(), "for no forger"));

    sandbox.send(theirPhone.phone(), ourPhone.phone(), "later");
    ours.message("later"); // deliveries keep their order: nothing came before it
    assertThat(ours.all(MessageReceived.class)).hasSize(1);
    awaitPhone(ourPhone, "later");
    assertThat(sandbox.received(ourPhone.phone())).hasSize(1);
  }
}
