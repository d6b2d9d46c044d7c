package org.amarula.codec;

/** Hands out the codec where no service registry does. */
public final class NodeCodecs {
  private static final NodeCodec STANDARD = new StandardNodeCodec();

  private NodeCodecs() {}

  /** The one codec: the same that the bundle registers as a service. */
  public static NodeCodec standard() {
    return STANDARD;
  }
}
