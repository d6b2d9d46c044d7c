package org.amarula.supervision.internal.declared;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What a management console shows of an account's settings. The checks are the settings' own. */
@ObjectClassDefinition(
    name = "Amarula account",
    description = "One WhatsApp account that starts with the framework.")
@interface AccountConfiguration {
  @AttributeDefinition(name = "Profile", description = "The name that the credentials are kept by")
  String profile();

  @AttributeDefinition(name = "URL", description = "The chat server's WebSocket")
  String url() default "wss://web.whatsapp.com/ws/chat";

  @AttributeDefinition(name = "Web version", description = "Three numbers with dots between them")
  String web_version() default "2.3000.1045649367";

  @AttributeDefinition(name = "Device name", description = "Shown in the phone's list of devices")
  String device_name() default "Amarula";

  @AttributeDefinition(name = "Device platform", description = "Decides the icon in that list")
  String device_platform() default "CHROME";

  @AttributeDefinition(name = "Mark online", description = "Whether contacts see it as available")
  boolean mark_online() default false;

  @AttributeDefinition(name = "Connect", description = "Whether it connects when it starts")
  boolean connect() default true;

  @AttributeDefinition(name = "Keep-alive", description = "The longest silence, in seconds")
  int keepalive_interval_seconds() default 30;

  @AttributeDefinition(name = "Restarts", description = "More crashes than this end the instance")
  int restart_max() default 3;

  @AttributeDefinition(name = "Restart span", description = "in which crashes count, in seconds")
  int restart_within_seconds() default 5;
}
