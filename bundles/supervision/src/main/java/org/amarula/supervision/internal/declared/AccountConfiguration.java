package org.amarula.supervision.internal.declared;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What a management console shows of an account's settings. The checks are the settings' own. */
@ObjectClassDefinition(
    name = "Amarula account",
    description = "One WhatsApp account that starts with the framework.")
@interface AccountConfiguration {
  @AttributeDefinition(name = "Profile", description = "The name that the credentials are kept by")
  String profile();

  @AttributeDefinition(name = "URL", description = "The chat server's WebSocket")
  String url() default "wss://web.whatsapp.com/ws/chat";

  @AttributeDefinition(
      name = "Root public key",
      description = "The 32 bytes, in hexadecimal, that the server's certificate must lead to")
  String root_public_key() default
      "142375574d0a587166aae71ebe516437c4a28b73e3695c6ce1f7f9545da8ee6b";

  @AttributeDefinition(name = "Web version", description = "Three numbers with dots between them")
  String web_version() default "2.3000.1045649367";

  @AttributeDefinition(name = "Device name", description = "Shown in the phone's list of devices")
  String device_name() default "Amarula";

  @AttributeDefinition(
      name = "Device platform",
      description = "Decides the icon in that list",
      options = {
        @Option(label = "Chrome", value = "CHROME"),
        @Option(label = "Firefox", value = "FIREFOX"),
        @Option(label = "Internet Explorer", value = "IE"),
        @Option(label = "Opera", value = "OPERA"),
        @Option(label = "Safari", value = "SAFARI"),
        @Option(label = "Edge", value = "EDGE"),
        @Option(label = "Desktop", value = "DESKTOP"),
        @Option(label = "Windows", value = "UWP")
      })
  String device_platform() default "CHROME";

  @AttributeDefinition(name = "Mark online", description = "Whether contacts see it as available")
  boolean mark_online() default false;

  @AttributeDefinition(name = "Connect", description = "Whether it connects when it starts")
  boolean connect() default true;

  @AttributeDefinition(
      name = "Connect timeout",
      description = "For the socket and, again, for the handshake, in seconds",
      min = "1",
      max = "600")
  int connect_timeout_seconds() default 20;

  @AttributeDefinition(
      name = "Query timeout",
      description = "For the answer to a query, in seconds",
      min = "1",
      max = "600")
  int query_timeout_seconds() default 60;

  @AttributeDefinition(
      name = "Acknowledgement timeout",
      description = "For the server's acknowledgement of a message, in seconds",
      min = "1",
      max = "600")
  int ack_timeout_seconds() default 30;

  @AttributeDefinition(
      name = "Keep-alive",
      description = "The longest silence, in seconds",
      min = "1",
      max = "600")
  int keepalive_interval_seconds() default 30;

  @AttributeDefinition(
      name = "First back-off",
      description = "The wait before the second attempt to connect, in milliseconds",
      min = "1",
      max = "3600000")
  int backoff_initial_millis() default 2000;

  @AttributeDefinition(
      name = "Longest back-off",
      description = "The longest wait between attempts, in seconds",
      min = "1",
      max = "86400")
  int backoff_max_seconds() default 300;

  @AttributeDefinition(
      name = "Restarts",
      description = "More crashes than this end the instance",
      min = "0",
      max = "1000")
  int restart_max() default 3;

  @AttributeDefinition(
      name = "Restart span",
      description = "The time in which crashes count, in seconds",
      min = "1",
      max = "86400")
  int restart_within_seconds() default 5;

  @AttributeDefinition(
      name = "Idle senders",
      description = "An unused sender ends after this, in seconds",
      min = "1",
      max = "86400")
  int sender_idle_seconds() default 30;

  @AttributeDefinition(
      name = "Idle custodians",
      description = "An unused custodian ends after this, in seconds",
      min = "1",
      max = "86400")
  int custodian_idle_seconds() default 30;

  @AttributeDefinition(
      name = "Age of kept messages",
      description = "How long a sent message is kept to be sent again, in hours",
      min = "1",
      max = "8760")
  int retry_cache_max_age_hours() default 168;

  @AttributeDefinition(
      name = "Kept messages",
      description = "How many sent messages are kept to be sent again",
      min = "1",
      max = "1000000")
  int retry_cache_max_entries() default 1000;

  @AttributeDefinition(
      name = "Identity policy",
      description = "What a changed identity of a contact means",
      options = {
        @Option(label = "Accept and tell", value = "trust"),
        @Option(label = "Send nothing before it is approved", value = "strict")
      })
  String identity_policy() default "trust";

  @AttributeDefinition(
      name = "Missed devices",
      description = "What follows when the server tells that a message missed devices",
      options = {
        @Option(label = "The next message asks for them", value = "invalidate"),
        @Option(label = "They also get this one", value = "resend")
      })
  String missed_devices() default "invalidate";

  @AttributeDefinition(
      name = "History",
      description = "What a phone is asked for when it is paired, and whether consumers are told",
      options = {
        @Option(label = "What any companion gets, untold", value = "off"),
        @Option(label = "What any companion gets", value = "recent"),
        @Option(label = "Years", value = "full")
      })
  String history_sync() default "recent";

  @AttributeDefinition(
      name = "TLS certificate",
      description = "A PEM file to trust for the chat server; loopback URLs only",
      required = false)
  String tls_certificate() default "";

  @AttributeDefinition(
      name = "Media certificate",
      description = "A PEM file to trust for files; loopback URLs only",
      required = false)
  String media_certificate() default "";

  @AttributeDefinition(
      name = "Media host",
      description = "The host and port that files are read from; loopback URLs only",
      required = false)
  String media_host_override() default "";
}
