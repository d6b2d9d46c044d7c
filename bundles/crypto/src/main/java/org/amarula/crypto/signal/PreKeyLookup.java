package org.amarula.crypto.signal;

import java.util.Optional;
import org.amarula.crypto.curve.KeyPair;

/** Our own stored pre-keys by id, as a pre-key message names them. Reads only. */
public interface PreKeyLookup {
  /** The signed pre-key with this id: the current one, or one kept after a rotation. */
  Optional<KeyPair> signedPreKey(int id);

  /** The one-time pre-key with this id, if it was not consumed yet. */
  Optional<KeyPair> preKey(int id);
}
