package org.amarula.sandbox;

import org.amarula.sandbox.internal.media.Blob;
import org.amarula.sandbox.internal.media.MediaStore;

/** The media store of a {@link SandboxServer}. Free for any thread; lives as long as the server. */
public final class SandboxMedia {
  private final MediaStore store;

  SandboxMedia(MediaStore store) {
    this.store = store;
  }

  /** Keeps a file as it is and tells its direct path. */
  public String put(String type, byte[] content) {
    return store.put(type, content).directPath();
  }

  /** The file at a direct path, as it was uploaded. */
  public byte[] get(String directPath) {
    Blob blob =
        store
            .find(MediaStore.idOf(directPath))
            .orElseThrow(() -> new IllegalArgumentException("There is no such file."));
    return MediaStore.content(blob);
  }

  /** Lets a file expire: from now on it is answered with 410. */
  public void expire(String directPath) {
    if (!store.expire(directPath)) {
      throw new IllegalArgumentException("There is no such file.");
    }
  }

  /** Withdraws all upload tokens: clients must ask for new ones. */
  public void withdrawTokens() {
    store.withdrawTokens();
  }

  /** How many files there are. */
  public int size() {
    return store.size();
  }
}
