package org.amarula.sandbox.internal.server;

import java.security.SecureRandom;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.internal.devices.Directory;
import org.amarula.sandbox.internal.fault.FaultBoard;
import org.amarula.sandbox.internal.groups.GroupDesk;
import org.amarula.sandbox.internal.groups.GroupHandler;
import org.amarula.sandbox.internal.iq.CompanionHandler;
import org.amarula.sandbox.internal.iq.DirtyBits;
import org.amarula.sandbox.internal.iq.EncryptHandler;
import org.amarula.sandbox.internal.iq.IqTable;
import org.amarula.sandbox.internal.iq.KeyFetch;
import org.amarula.sandbox.internal.iq.KeyUpload;
import org.amarula.sandbox.internal.iq.MediaConnection;
import org.amarula.sandbox.internal.iq.PassiveHandler;
import org.amarula.sandbox.internal.iq.PingHandler;
import org.amarula.sandbox.internal.iq.SettingsHandlers;
import org.amarula.sandbox.internal.iq.UserQuery;
import org.amarula.sandbox.internal.lane.Lane;
import org.amarula.sandbox.internal.ledger.Ledger;
import org.amarula.sandbox.internal.media.MediaStore;
import org.amarula.sandbox.internal.profile.PictureHandler;
import org.amarula.sandbox.internal.profile.PrivacyHandlers;
import org.amarula.sandbox.internal.profile.ProfileNotices;
import org.amarula.sandbox.internal.routing.Notices;
import org.amarula.sandbox.internal.routing.Post;
import org.amarula.sandbox.internal.routing.StanzaHandler;
import org.amarula.sandbox.internal.routing.Unlinking;
import org.amarula.sandbox.internal.stanza.AckHandler;
import org.amarula.sandbox.internal.stanza.ChatstateHandler;
import org.amarula.sandbox.internal.stanza.Courier;
import org.amarula.sandbox.internal.stanza.GroupMessageHandler;
import org.amarula.sandbox.internal.stanza.InfoHandler;
import org.amarula.sandbox.internal.stanza.MessageHandler;
import org.amarula.sandbox.internal.stanza.PresenceHandler;
import org.amarula.sandbox.internal.stanza.ReceiptHandler;
import org.amarula.sandbox.internal.syncd.AppStateHandler;
import org.amarula.sandbox.internal.syncd.AppStateStore;
import org.amarula.sandbox.internal.wire.Ids;

/** The tables of handlers: stanzas by tag, requests by namespace (spec transport.md 11). */
record Handlers(
    Directory directory,
    GroupDesk desk,
    Post post,
    Notices notices,
    Unlinking unlinking,
    FaultBoard faults,
    Ledger ledger,
    Ids ids,
    Lane lane,
    Clock clock,
    MediaStore media,
    Supplier<String> mediaHost,
    DirtyBits dirt,
    AppStateStore states,
    SecureRandom random) {

  Map<String, StanzaHandler> byTag() {
    Courier courier = new Courier(post, faults, lane, clock);
    return Map.of(
        "iq", new IqTable(byNamespace(), faults, ledger),
        "message", messages(courier),
        "receipt", new ReceiptHandler(directory, desk.groups(), post, ledger, clock),
        "ack", new AckHandler(post, ledger),
        "ib", new InfoHandler(post),
        "presence", new PresenceHandler(directory, post, clock),
        "chatstate", new ChatstateHandler(directory, desk.groups(), post));
  }

  private StanzaHandler messages(Courier courier) {
    StanzaHandler toUsers = new MessageHandler(directory, courier, faults, ledger, clock);
    StanzaHandler toGroups =
        new GroupMessageHandler(directory, desk.groups(), courier, faults, ledger, clock);
    return (from, message) -> {
      Jid to = message.requireJidAttribute("to");
      (to.isGroup() || to.isStatus() ? toGroups : toUsers).handle(from, message);
    };
  }

  private Map<String, StanzaHandler> byNamespace() {
    KeyFetch fetch = new KeyFetch(directory, faults, notices, ledger, clock);
    Map<String, StanzaHandler> handlers = new HashMap<>();
    handlers.put("w:p", new PingHandler(clock));
    handlers.put("encrypt", new EncryptHandler(fetch, new KeyUpload(ledger)));
    handlers.put("passive", new PassiveHandler(post, lane));
    handlers.put("usync", new UserQuery(directory, clock));
    handlers.put("md", new CompanionHandler(unlinking, ids, ledger));
    handlers.put("abt", SettingsHandlers::props);
    ProfileNotices told = new ProfileNotices(post, ids, clock);
    PrivacyHandlers settings = new PrivacyHandlers(directory, told, ledger, random);
    handlers.put("privacy", settings::privacy);
    handlers.put("blocklist", settings::blocklist);
    handlers.put("status", settings::status);
    handlers.put("disappearing_mode", settings::disappearing);
    handlers.put(
        "w:profile:picture", new PictureHandler(directory, desk.groups(), media, mediaHost, told));
    handlers.put("urn:xmpp:whatsapp:dirty", dirt);
    handlers.put("w:sync:app:state", new AppStateHandler(states, post, ids, clock, ledger, faults));
    handlers.put("w:stats", SettingsHandlers::accept);
    handlers.put("w:g2", new GroupHandler(desk, directory));
    handlers.put("w:m", new MediaConnection(media, mediaHost));
    return handlers;
  }
}
