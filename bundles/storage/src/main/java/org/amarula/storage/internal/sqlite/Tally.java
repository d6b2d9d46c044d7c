package org.amarula.storage.internal.sqlite;

/** How many entries a profile has, and the sum of their checksums. Confined to one thread. */
final class Tally {
  private long entries;
  private long checksums;

  Tally(long entries, long checksums) {
    this.entries = entries;
    this.checksums = checksums;
  }

  void add(long checksum) {
    entries++;
    checksums += checksum;
  }

  void subtract(long checksum) {
    entries--;
    checksums -= checksum;
  }

  void clear() {
    entries = 0;
    checksums = 0;
  }

  void set(long newEntries, long newChecksums) {
    entries = newEntries;
    checksums = newChecksums;
  }

  boolean isEmpty() {
    return entries == 0 && checksums == 0;
  }

  boolean matches(Tally other) {
    return entries == other.entries && checksums == other.checksums;
  }

  long entries() {
    return entries;
  }

  long checksums() {
    return checksums;
  }
}
