package org.amarula.itests.consumer.internal;

import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.propertytypes.SatisfyingConditionTarget;

/** A shell command that exists only while the account {@code heidi} is online. */
// tag::online
@Component(
    service = OnlineGreeting.class,
    property = {"osgi.command.scope=consumer", "osgi.command.function=greet"})
@SatisfyingConditionTarget("(osgi.condition.id=amarula.online.heidi)")
public final class OnlineGreeting {
  /** What the command prints. */
  public String greet() {
    return "Heidi is online.";
  }
}
// end::online
