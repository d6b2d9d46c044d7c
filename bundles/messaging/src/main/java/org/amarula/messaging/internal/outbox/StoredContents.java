package org.amarula.messaging.internal.outbox;

import org.amarula.api.connection.UnsendableException;
import org.amarula.api.content.Content;
import org.amarula.api.content.Edit;
import org.amarula.api.content.MessageRef;
import org.amarula.api.content.Quote;
import org.amarula.api.content.Reaction;
import org.amarula.api.content.Revoke;
import org.amarula.api.content.Text;
import org.amarula.api.jid.Jid;
import org.amarula.proto.account.StoredContent;
import org.amarula.proto.account.StoredEdit;
import org.amarula.proto.account.StoredMessageRef;
import org.amarula.proto.account.StoredReaction;
import org.amarula.proto.account.StoredText;

/**
 * Content as the consumer gave it, in the store. Not as a Message: what that is depends on who we
 * are and on how the chat names accounts, which may be known only when it is sent.
 */
final class StoredContents {
  private StoredContents() {}

  /**
   * The stored form.
   *
   * @throws UnsendableException when content of this kind cannot be sent
   */
  static StoredContent write(Content content) {
    StoredContent.Builder stored = StoredContent.newBuilder();
    if (content instanceof Text text) {
      return stored.setText(text(text)).build();
    }
    if (content instanceof Reaction reaction) {
      return stored
          .setReaction(
              StoredReaction.newBuilder()
                  .setTarget(ref(reaction.target()))
                  .setEmoji(reaction.emoji()))
          .build();
    }
    if (content instanceof Edit edit) {
      return stored
          .setEdit(
              StoredEdit.newBuilder()
                  .setTarget(ref(edit.target()))
                  .setContent(write(edit.content())))
          .build();
    }
    if (content instanceof Revoke revoke) {
      return stored.setRevoke(ref(revoke.target())).build();
    }
    throw new UnsendableException("Content of kind " + content.kind() + " cannot be sent.");
  }

  private static StoredText text(Text text) {
    StoredText.Builder stored = StoredText.newBuilder().setText(text.text());
    text.mentions().forEach(jid -> stored.addMentions(jid.toString()));
    if (!text.quote().isNone()) {
      stored.setQuoted(ref(text.quote().message())).setQuotedText(text.quote().text());
    }
    return stored.build();
  }

  private static StoredMessageRef ref(MessageRef ref) {
    return StoredMessageRef.newBuilder()
        .setChat(ref.chat().toString())
        .setAuthor(ref.author().toString())
        .setId(ref.id())
        .build();
  }

  /**
   * The content.
   *
   * @throws IllegalArgumentException when it is damaged, or of a later version
   */
  static Content read(StoredContent stored) {
    if (stored.hasText()) {
      StoredText text = stored.getText();
      Quote quote =
          text.hasQuoted() ? new Quote(ref(text.getQuoted()), text.getQuotedText()) : Quote.NONE;
      return new Text(
          text.getText(), text.getMentionsList().stream().map(Jid::parse).toList(), quote);
    }
    if (stored.hasReaction()) {
      return new Reaction(ref(stored.getReaction().getTarget()), stored.getReaction().getEmoji());
    }
    if (stored.hasEdit()) {
      return new Edit(ref(stored.getEdit().getTarget()), read(stored.getEdit().getContent()));
    }
    if (stored.hasRevoke()) {
      return new Revoke(ref(stored.getRevoke()));
    }
    throw new IllegalArgumentException("No known content is in it.");
  }

  private static MessageRef ref(StoredMessageRef ref) {
    return new MessageRef(Jid.parse(ref.getChat()), Jid.parse(ref.getAuthor()), ref.getId());
  }
}
