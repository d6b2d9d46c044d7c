package org.amarula.interop;

/** An account of ours talks with the npm client {@code baileys}. */
class BaileysChatIT extends ChatStory {
  @Override
  Kind kind() {
    return Kind.BAILEYS;
  }
}
