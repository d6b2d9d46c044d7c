package org.amarula.api;

/** A setting is unknown, missing or has a bad value. Correct it; trying again is of no use. */
public final class InvalidSettingsException extends AmarulaException {
  private final String key;

  /** Names the setting, the value that was given and what was expected. */
  public InvalidSettingsException(String key, String value, String expected) {
    super("Setting '" + key + "' has the value '" + value + "', expected: " + expected + ".");
    this.key = key;
  }

  /** The name of the setting. */
  public String key() {
    return key;
  }
}
