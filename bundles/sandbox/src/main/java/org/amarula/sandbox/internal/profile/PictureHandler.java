package org.amarula.sandbox.internal.profile;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.amarula.api.jid.Jid;
import org.amarula.codec.Node;
import org.amarula.codec.NodeBuilder;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.devices.Picture;
import org.amarula.sandbox.internal.groups.Group;
import org.amarula.sandbox.internal.groups.Groups;
import org.amarula.sandbox.internal.media.Blob;
import org.amarula.sandbox.internal.media.MediaStore;
import org.amarula.sandbox.internal.routing.Answers;
import org.amarula.sandbox.internal.routing.Party;
import org.amarula.sandbox.internal.routing.StanzaHandler;

/** {@code w:profile:picture}: pictures of accounts and groups (spec features.md 5.3). */
public final class PictureHandler implements StanzaHandler {
  private final Directory directory;
  private final Groups groups;
  private final MediaStore media;
  private final Supplier<String> mediaHost;
  private final ProfileNotices notices;

  /** Keeps the pictures of these accounts and groups in this store. */
  public PictureHandler(
      Directory directory,
      Groups groups,
      MediaStore media,
      Supplier<String> mediaHost,
      ProfileNotices notices) {
    this.directory = directory;
    this.groups = groups;
    this.media = media;
    this.mediaHost = mediaHost;
    this.notices = notices;
  }

  @Override
  public void handle(Party from, Node iq) {
    Optional<Jid> target =
        iq.jidAttribute("target")
            .or(() -> iq.jidAttribute("to").filter(jid -> !jid.user().isEmpty()));
    if (iq.hasAttribute("type", "get")) {
      from.send(get(from.device().account(), iq, target));
    } else {
      from.send(set(from.device(), iq, target));
    }
  }

  private Node get(Account asking, Node iq, Optional<Jid> target) {
    Node request = iq.requireChild("picture");
    Jid subject = target.orElseGet(() -> asking.jid(Jid.LID));
    Optional<Group> group = groups.find(subject).filter(found -> found.has(asking));
    Optional<Account> account = directory.find(subject);
    boolean hidden =
        account
            .filter(owner -> !owner.allows("profile", asking) || owner.profile().blocks(asking))
            .isPresent();
    if (hidden) {
      return Answers.error(iq, 401, "not-authorized");
    }
    Optional<Picture> picture =
        group.flatMap(Group::picture).or(() -> account.flatMap(each -> each.profile().picture()));
    if (picture.isEmpty()) {
      return Answers.error(iq, 404, "item-not-found");
    }
    if (request.hasAttribute("id", picture.get().id())) {
      return Answers.result(iq, Node.builder("picture").attribute("status", 304).build());
    }
    String path = picture.get().directPath();
    return Answers.result(
        iq,
        Node.builder("picture")
            .attribute("id", picture.get().id())
            .attribute("type", request.attribute("type").orElse("image"))
            .attribute("url", "https://" + mediaHost.get() + path)
            .attribute("direct_path", path)
            .build());
  }

  private Node set(Device actor, Node iq, Optional<Jid> target) {
    Optional<Group> group = target.flatMap(groups::find);
    boolean foreign = target.isPresent() && group.isEmpty() && !isOwn(actor, target.get());
    if (foreign || group.filter(found -> !found.mayEdit(actor.account())).isPresent()) {
      return Answers.error(iq, 401, "not-authorized");
    }
    Optional<byte[]> image =
        iq.child("picture").flatMap(Node::contentAsBytes).filter(bytes -> bytes.length > 0);
    if (image.isPresent() && !isJpeg(image.get())) {
      return Answers.error(iq, 406, "not-acceptable");
    }
    Optional<Picture> picture = image.map(this::keep);
    if (group.isPresent()) {
      group.get().picture(picture);
    } else {
      picture.ifPresentOrElse(
          actor.account().profile()::picture, actor.account().profile()::noPicture);
    }
    tell(actor, group, picture);
    return picture.isEmpty()
        ? Answers.result(iq)
        : Answers.result(iq, Node.builder("picture").attribute("id", picture.get().id()).build());
  }

  private static boolean isOwn(Device actor, Jid target) {
    return actor.account().jid(target.server()).sameUser(target);
  }

  private static boolean isJpeg(byte[] image) {
    return image.length > 3 && (image[0] & 0xFF) == 0xFF && (image[1] & 0xFF) == 0xD8;
  }

  private Picture keep(byte[] image) {
    Blob blob = media.put("photo", image);
    return new Picture(Long.toString(notices.clock().millis()) + media.size(), blob.directPath());
  }

  private void tell(Device actor, Optional<Group> group, Optional<Picture> picture) {
    Account account = actor.account();
    String server = group.map(Group::server).orElse(Jid.PN);
    Jid subject = group.map(Group::jid).orElseGet(() -> account.jid(server));
    NodeBuilder change =
        Node.builder(picture.isPresent() ? "set" : "delete")
            .attribute("jid", subject)
            .attribute("author", account.jid(server))
            .attribute("id", picture.map(Picture::id).orElse(null));
    Collection<Account> readers =
        group.isPresent() ? group.get().members() : Set.copyOf(account.contacts());
    notices.others(subject, "picture", change.build(), readers);
    if (group.isEmpty()) {
      notices.own(actor, Node.of("picture"));
    }
  }
}
