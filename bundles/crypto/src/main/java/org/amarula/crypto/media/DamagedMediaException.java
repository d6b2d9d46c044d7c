package org.amarula.crypto.media;

/** A file is not what was told of it; nothing inside may be used. */
public final class DamagedMediaException extends Exception {
  private static final long serialVersionUID = 1;

  private final MediaDamage damage;

  DamagedMediaException(MediaDamage damage) {
    super("A file failed its check: " + damage + ".");
    this.damage = damage;
  }

  /** The first check that failed. */
  public MediaDamage damage() {
    return damage;
  }
}
