package org.amarula.codec;

/** The leading bytes of the binary form, spec/transport.md 4.2, and its limits, 4.5. */
final class Wire {
  static final int LIST_EMPTY = 0x00;
  static final int DOUBLE_0 = 0xEC;
  static final int DOUBLE_3 = 0xEF;
  static final int INTEROP_JID = 0xF5;
  static final int FB_JID = 0xF6;
  static final int AD_JID = 0xF7;
  static final int LIST_8 = 0xF8;
  static final int LIST_16 = 0xF9;
  static final int JID_PAIR = 0xFA;
  static final int HEX_8 = 0xFB;
  static final int BINARY_8 = 0xFC;
  static final int BINARY_20 = 0xFD;
  static final int BINARY_32 = 0xFE;
  static final int NIBBLE_8 = 0xFF;

  /** The bit of the flags byte that announces one zlib stream. */
  static final int FLAG_ZLIB = 2;

  static final int DOMAIN_PN = 0;
  static final int DOMAIN_LID = 1;
  static final int DOMAIN_HOSTED = 128;
  static final int DOMAIN_HOSTED_LID = 129;

  static final int MAX_PACKED = 127;
  static final int MAX_DEPTH = 64;
  static final int MAX_LIST = 0xFFFF;

  /** Node bytes, inflated: 16 MiB. */
  static final int MAX_INFLATED = 1 << 24;

  private Wire() {}
}
