package org.amarula.api.content;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.amarula.api.Bytes;
import org.amarula.api.group.GroupMember;
import org.amarula.api.jid.Jid;
import org.junit.jupiter.api.Test;

class ContentTest {
  private static final Jid CONTACT = Jid.of("15550000001", 3, Jid.PN);
  private static final MessageRef REF = new MessageRef(CONTACT, CONTACT, "ID");

  @Test
  void referenceNamesAccountsAndNoDevices() {
    assertThat(REF.author()).isEqualTo(CONTACT.toUser());
    assertThat(REF.chat()).isEqualTo(CONTACT.toUser());
  }

  @Test
  void referenceNeedsAnIdThatAMessageCanHave() {
    assertThatThrownBy(() -> new MessageRef(CONTACT, CONTACT, ""))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new MessageRef(CONTACT, CONTACT, "x".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void plainTextQuotesAndMentionsNothing() {
    assertThat(new Text("hello").quote().isNone()).isTrue();
    assertThat(new Text("hello").mentions()).isEmpty();
    Text answer = new Text("yes").quoting(new Quote(REF, "really?")).mentioning(List.of(CONTACT));
    assertThat(answer.quote().isNone()).isFalse();
    assertThat(answer.mentions()).containsExactly(CONTACT);
  }

  @Test
  void contentThatStandsForNoMessageCannotReplaceOne() {
    for (Content content :
        List.of(new Reaction(REF, "x"), new Revoke(REF), new Edit(REF, new Text("a")))) {
      assertThatThrownBy(() -> new Edit(REF, content)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(new Edit(REF, new Unsupported("imageMessage", Bytes.EMPTY)).kind())
        .isEqualTo("edit");
  }

  @Test
  void nothingSecretIsPrinted() {
    Text text = new Text("a secret").quoting(new Quote(REF, "another secret"));
    assertThat(text + " " + text.quote() + " " + new Reaction(REF, "secret") + new Edit(REF, text))
        .doesNotContain("secret")
        .doesNotContain("15550000001");
  }

  @Test
  void memberIsFoundByEitherName() {
    Jid lid = Jid.of("900", Jid.LID);
    GroupMember member =
        new GroupMember(lid, List.of(CONTACT.toUser()), GroupMember.Role.SUPERADMIN);
    assertThat(member.is(CONTACT)).isTrue();
    assertThat(member.is(lid.withDevice(7))).isTrue();
    assertThat(member.is(Jid.of("901", Jid.LID))).isFalse();
    assertThat(member.phoneNumber()).contains(CONTACT.toUser());
    assertThat(member.isAdmin()).isTrue();
  }
}
