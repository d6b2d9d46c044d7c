package org.amarula.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupTest {
  private final SandboxServer server = SandboxServer.start(SandboxOptions.defaults());
  private GroupDevice alice;
  private GroupDevice bob;
  private GroupDevice carol;

  @BeforeEach
  void pair() throws Exception {
    alice = new GroupDevice(Companion.ready(server, "15551230001"));
    bob = new GroupDevice(Companion.ready(server, "15551230002"));
    carol = new GroupDevice(Companion.ready(server, "15551230003"));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Jid user(GroupDevice device) {
    return device.companion.lid.toUser();
  }

  private static void fails(String code, Node answer) {
    assertThat(answer.attribute("type")).contains("error");
    assertThat(answer.requireChild("error").attribute("code")).contains(code);
  }

  private static String errorOf(Node answer, String action) {
    return answer.requireChild(action).requireChild("participant").attribute("error").orElse("");
  }

  @Test
  void creationAnswersTheMetadataAndTellsAllMembers() throws Exception {
    Jid group = alice.create("Friends", user(bob), user(carol));
    for (GroupDevice member : List.of(alice, bob, carol)) {
      Node notice = member.notice("create");
      assertThat(notice.requireJidAttribute("from")).isEqualTo(group);
      assertThat(notice.requireJidAttribute("participant")).isEqualTo(user(alice));
      assertThat(notice.jidAttribute("participant_pn")).contains(alice.companion.pn.toUser());
      Node create = notice.requireChild("create");
      assertThat(create.attributes()).containsEntry("type", "new").containsEntry("key", "KEY1");
      Node told = create.requireChild("group");
      assertThat(told.attributes())
          .containsEntry("subject", "Friends")
          .containsEntry("size", "3")
          .containsEntry("addressing_mode", "lid")
          .containsEntry("creator", user(alice).toString())
          .containsEntry("creator_pn", alice.companion.pn.toUser().toString());
      assertThat(told.children("participant"))
          .extracting(each -> each.attribute("type").orElse(""))
          .containsExactly("superadmin", "", "");
      assertThat(told.children("participant"))
          .allMatch(each -> each.requireJidAttribute("phone_number").isPn());
    }
    assertThat(server.groups().members(group.toString())).hasSize(3);
  }

  @Test
  void groupInPhoneNumberModeNamesTheHiddenIdsBeside() throws Exception {
    server.groups().addressing("pn");
    Jid group = alice.create("Old", user(bob));
    Node metadata = bob.metadata(group).requireChild("group");
    assertThat(metadata.attribute("addressing_mode")).contains("pn");
    assertThat(metadata.children("participant"))
        .allMatch(each -> each.requireJidAttribute("jid").isPn())
        .allMatch(each -> each.requireJidAttribute("lid").isLid());
    assertThat(bob.notice("create").requireJidAttribute("participant").isPn()).isTrue();
  }

  @Test
  void unknownAndForbiddenGroupsAreErrors() throws Exception {
    Jid group = alice.create("Private", user(bob));
    fails("403", carol.metadata(group));
    fails("404", carol.metadata(Jid.of("1", Jid.GROUP)));
    fails("401", bob.change(group, "remove", user(alice)));
    fails("406", alice.ask("g.us", "set", Node.builder("create").attribute("subject", "").build()));
  }

  @Test
  void addedMemberIsToldTheGroupAndTheOthersWhoCame() throws Exception {
    Jid group = alice.create("Friends", user(bob));
    assertThat(errorOf(alice.change(group, "add", user(carol)), "add")).isEmpty();
    Node joined = carol.notice("create").requireChild("create");
    assertThat(joined.requireChild("group").children("participant")).hasSize(3);
    Node add = bob.notice("add").requireChild("add");
    assertThat(add.requireChild("participant").requireJidAttribute("jid")).isEqualTo(user(carol));
    assertThat(add.attributes()).containsKeys("prev_v_id", "v_id");
    assertThat(errorOf(alice.change(group, "add", user(carol)), "add")).isEqualTo("409");
    assertThat(errorOf(alice.change(group, "add", Jid.of("9", Jid.LID)), "add")).isEqualTo("404");
  }

  @Test
  void promotionAndDemotionChangeTheRole() throws Exception {
    Jid group = alice.create("Friends", user(bob));
    alice.change(group, "promote", user(bob));
    bob.notice("promote");
    assertThat(errorOf(alice.change(group, "promote", user(bob)), "promote")).isEqualTo("409");
    assertThat(errorOf(bob.change(group, "remove", user(alice)), "remove")).isEqualTo("403");
    alice.change(group, "demote", user(bob));
    bob.notice("demote");
    fails("401", bob.change(group, "promote", user(bob)));
  }

  @Test
  void removedMemberIsToldAndForgotten() throws Exception {
    Jid group = alice.create("Friends", user(bob), user(carol));
    alice.change(group, "remove", user(bob));
    Node removal = bob.notice("remove");
    assertThat(removal.requireChild("remove").requireChild("participant").jidAttribute("jid"))
        .contains(user(bob));
    carol.notice("remove");
    fails("403", bob.metadata(group));
  }

  @Test
  void leavingIsToldToAll() throws Exception {
    Jid group = alice.create("Friends", user(bob), user(carol));
    Node leave =
        Node.builder("leave").child(Node.builder("group").attribute("id", group).build()).build();
    Node answer = bob.ask("g.us", "set", leave);
    assertThat(answer.requireChild("leave").requireChild("group").attribute("error")).isEmpty();
    bob.notice("leave");
    Node notice = carol.notice("leave");
    assertThat(notice.requireJidAttribute("participant")).isEqualTo(user(bob));
    assertThat(
            bob.ask("g.us", "set", leave)
                .requireChild("leave")
                .requireChild("group")
                .attribute("error"))
        .contains("403");
  }

  @Test
  void participatingListsAllOwnGroups() throws Exception {
    alice.create("One", user(bob));
    carol.create("Two", user(bob));
    alice.create("Other", user(carol));
    Node request = Node.builder("participating").child(Node.of("participants")).build();
    assertThat(bob.ask("g.us", "get", request).requireChild("groups").children("group"))
        .extracting(group -> group.requireAttribute("subject"))
        .containsExactly("One", "Two");
  }

  @Test
  void subjectAndSettingsAreTold() throws Exception {
    Jid group = alice.create("Friends", user(bob));
    bob.ask(group, "set", Node.builder("subject").text("Foes").build());
    Node subject = alice.notice("subject").requireChild("subject");
    assertThat(subject.attributes())
        .containsEntry("subject", "Foes")
        .containsEntry("s_o", user(bob).toString());
    fails("401", bob.ask(group, "set", Node.of("locked")));
    alice.ask(group, "set", Node.of("locked"));
    bob.notice("locked");
    fails("401", bob.ask(group, "set", Node.builder("subject").text("Again").build()));
    alice.ask(group, "set", timer(604_800));
    assertThat(bob.notice("ephemeral").requireChild("ephemeral").attribute("expiration"))
        .contains("604800");
    fails("400", alice.ask(group, "set", timer(5)));
    Node metadata = bob.metadata(group).requireChild("group");
    assertThat(metadata.attribute("subject")).contains("Foes");
    assertThat(metadata.child("locked")).isPresent();
    assertThat(metadata.requireChild("ephemeral").attribute("expiration")).contains("604800");
  }

  private static Node timer(long seconds) {
    return Node.builder("ephemeral").attribute("expiration", seconds).build();
  }

  @Test
  void announcementGroupTakesMessagesOfAdminsOnly() throws Exception {
    Jid group = alice.create("News", user(bob));
    alice.ask(group, "set", Node.of("announcement"));
    assertThat(bob.send(group, "me too").attribute("error")).contains("401");
    assertThat(alice.send(group, "news").attribute("error")).isEmpty();
    alice.ask(group, "set", Node.of("not_announcement"));
    assertThat(bob.send(group, "me too").attribute("error")).isEmpty();
  }

  private static NodeBuilder description(String prev) {
    return Node.builder("description").attribute("prev", prev.isEmpty() ? null : prev);
  }

  @Test
  void descriptionChangesFollowEachOther() throws Exception {
    Jid group = alice.create("Friends", user(bob));
    Node body = Node.builder("body").text("About us").build();
    alice.ask(group, "set", description("").attribute("id", "D1").child(body).build());
    Node told = bob.notice("description").requireChild("description");
    assertThat(told.requireChild("body").contentAsString()).contains("About us");
    Node kept = bob.metadata(group).requireChild("group").requireChild("description");
    assertThat(kept.attribute("id")).contains("D1");
    assertThat(kept.jidAttribute("participant")).contains(user(alice));
    fails(
        "409", bob.ask(group, "set", description("D0").attribute("id", "D2").child(body).build()));
    bob.ask(group, "set", description("D1").attribute("delete", "true").build());
    assertThat(alice.notice("description").requireChild("description").child("body")).isPresent();
    assertThat(alice.notice("description").requireChild("description").child("delete")).isPresent();
    assertThat(bob.metadata(group).requireChild("group").child("description")).isEmpty();
  }

  private static Node code(String code) {
    return Node.builder("invite").attribute("code", code).build();
  }

  @Test
  void inviteCodeLetsInUntilItIsRevoked() throws Exception {
    Jid group = alice.create("Friends", user(bob));
    String code =
        alice.ask(group, "get", Node.of("invite")).requireChild("invite").requireAttribute("code");
    fails("401", bob.ask(group, "get", Node.of("invite")));
    Node info = carol.ask("g.us", "get", code(code)).requireChild("group");
    assertThat(info.attribute("subject")).contains("Friends");
    Node joined = carol.ask("g.us", "set", code(code)).requireChild("group");
    assertThat(joined.requireJidAttribute("jid")).isEqualTo(group);
    assertThat(carol.notice("create").requireChild("create").attribute("reason"))
        .contains("invite");
    assertThat(bob.notice("add").requireChild("add").attribute("reason")).contains("invite");
    alice.ask(group, "set", Node.of("invite"));
    fails("410", carol.ask("g.us", "get", code(code)));
    fails("406", carol.ask("g.us", "get", code("nonsense")));
  }

  @Test
  void approvalLetsInWhenAnAdminAgrees() throws Exception {
    Jid group = alice.create("Friends", user(bob));
    String code =
        alice.ask(group, "get", Node.of("invite")).requireChild("invite").requireAttribute("code");
    Node join = Node.builder("group_join").attribute("state", "on").build();
    alice.ask(group, "set", Node.builder("membership_approval_mode").child(join).build());
    Node answer = carol.ask("g.us", "set", code(code));
    assertThat(answer.requireChild("membership_approval_request").jidAttribute("jid"))
        .contains(group);
    alice.notice("created_membership_requests");
    Node list = alice.ask(group, "get", Node.of("membership_approval_requests"));
    assertThat(
            list.requireChild("membership_approval_requests")
                .requireChild("membership_approval_request")
                .jidAttribute("jid"))
        .contains(user(carol));
    Node approve = Node.builder("approve").child(GroupDevice.participant(user(carol))).build();
    alice.ask(group, "set", Node.builder("membership_requests_action").child(approve).build());
    carol.notice("create");
    assertThat(server.groups().members(group.toString())).contains("15551230003");
  }

  @Test
  void programChangesGroupsAsAPhoneWould() throws Exception {
    SandboxGroups groups = server.groups();
    String group = groups.create("15551230001", "Made", List.of("15551230002"));
    bob.notice("create");
    groups.promote(group, "15551230001", "15551230002");
    bob.notice("promote");
    groups.leave(group, "15551230002");
    bob.notice("leave");
    assertThat(groups.members(group)).containsExactly("15551230001");
    assertThatThrownBy(() -> groups.remove(group, "15551230003", "15551230001"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> groups.members("1@g.us")).isInstanceOf(IllegalArgumentException.class);
  }
}
