package org.amarula.api.content;

/** What a message says. Kinds without a type of their own arrive as {@link Unsupported}. */
public sealed interface Content permits Text, Reaction, Edit, Revoke, Unsupported {
  /** The kind as programs read it, for instance {@code text}. */
  String kind();
}
