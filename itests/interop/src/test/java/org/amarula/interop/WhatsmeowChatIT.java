package org.amarula.interop;

/** An account of ours talks with the Go client {@code whatsmeow}. */
class WhatsmeowChatIT extends ChatStory {
  @Override
  Kind kind() {
    return Kind.WHATSMEOW;
  }
}
