package org.amarula.supervision.internal.declared;

import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.ComponentConstants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/**
 * One factory configuration {@code org.amarula.connection~NAME} is one account. A change applies to
 * this account and no other; a deletion stops it and keeps its credentials. Nothing here waits, so
 * that no account's start or stop delays another's.
 */
@Component(
    service = {},
    immediate = true,
    configurationPid = "org.amarula.connection",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = AccountConfiguration.class, factory = true)
public final class DeclaredAccount {
  private final Declaration declaration;

  /** Asks for the account; a configuration that is wrong is shown as refused. */
  @Activate
  public DeclaredAccount(Map<String, Object> configuration, @Reference Declarations declarations) {
    String pid = String.valueOf(configuration.get("service.pid"));
    this.declaration = declarations.declare(pid, texts(configuration));
  }

  /** Asks for the account with other settings. */
  @Modified
  public void change(Map<String, Object> configuration) {
    declaration.configure(texts(configuration));
  }

  /** Asks for the end of the account, unless the factory goes and ends all at once. */
  @Deactivate
  public void stop(int reason) {
    if (reason == ComponentConstants.DEACTIVATION_REASON_REFERENCE
        || reason == ComponentConstants.DEACTIVATION_REASON_BUNDLE_STOPPED) {
      declaration.abandon();
    } else {
      declaration.close();
    }
  }

  private static Map<String, String> texts(Map<String, Object> configuration) {
    Map<String, String> texts = new LinkedHashMap<>();
    configuration.forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return texts;
  }
}
