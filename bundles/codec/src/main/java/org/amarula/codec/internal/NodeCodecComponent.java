package org.amarula.codec.internal;

import org.amarula.codec.Node;
import org.amarula.codec.NodeCodec;
import org.amarula.codec.NodeCodecs;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Registers the codec; lives as long as the bundle and holds nothing. */
@Component
public final class NodeCodecComponent implements NodeCodec {
  private final NodeCodec codec = NodeCodecs.standard();

  /** Called by the component runtime. */
  @Activate
  public NodeCodecComponent() {}

  @Override
  public byte[] encode(Node node) {
    return codec.encode(node);
  }

  @Override
  public byte[] encodeCompressed(Node node) {
    return codec.encodeCompressed(node);
  }

  @Override
  public Node decode(byte[] plaintext) {
    return codec.decode(plaintext);
  }
}
