package org.amarula.messaging.internal.group;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.group.GroupMember;
import org.amarula.api.group.GroupMetadata;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredGroup;
import org.amarula.proto.account.StoredGroupMember;

/** Groups in storage. Thread-safe; reads block for local I/O. */
public final class GroupTable {
  private static final Duration LIFE = Duration.ofHours(24); // as for device lists, D-19

  private final ProfileStorage storage;
  private final Clock clock;

  /** The groups in {@code storage}. */
  public GroupTable(ProfileStorage storage, Clock clock) {
    this.storage = storage;
    this.clock = clock;
  }

  /** A group as the server last told it; nothing when it must be asked. */
  public Optional<GroupMetadata> find(Jid group) {
    return storage.read(Tables.GROUP, group.toString()).flatMap(row -> parse(group, row));
  }

  void put(Batch.Builder batch, GroupMetadata group) {
    StoredGroup.Builder stored =
        StoredGroup.newBuilder()
            .setSubject(group.subject())
            .setDescription(group.description())
            .setCreatedAtSeconds(group.createdAt().getEpochSecond())
            .setAddressingMode(group.addressingMode())
            .setAnnouncement(group.announcement())
            .setLocked(group.locked())
            .setExpirationSeconds(group.expiration().toSeconds())
            .setLearnedAtMillis(clock.millis());
    for (GroupMember member : group.members()) {
      StoredGroupMember.Builder one =
          StoredGroupMember.newBuilder()
              .setJid(member.jid().toString())
              .setRole(member.role().ordinal());
      member.aliases().forEach(alias -> one.setAlias(alias.toString()));
      stored.addMembers(one);
    }
    batch.put(Tables.GROUP, group.group().toString(), Bytes.wrap(stored.build().toByteArray()));
  }

  void delete(Batch.Builder batch, Jid group) {
    batch.delete(Tables.GROUP, group.toString());
  }

  private Optional<GroupMetadata> parse(Jid group, Bytes row) {
    try {
      StoredGroup stored = StoredGroup.parseFrom(row.toArray());
      Instant learned = Instant.ofEpochMilli(stored.getLearnedAtMillis());
      if (!learned.plus(LIFE).isAfter(clock.instant())) {
        return Optional.empty();
      }
      List<GroupMember> members = new ArrayList<>();
      for (StoredGroupMember member : stored.getMembersList()) {
        List<Jid> aliases = member.hasAlias() ? List.of(Jid.parse(member.getAlias())) : List.of();
        GroupMember.Role role = GroupMember.Role.values()[member.getRole()];
        members.add(new GroupMember(Jid.parse(member.getJid()), aliases, role));
      }
      return Optional.of(
          new GroupMetadata(
              group,
              stored.getSubject(),
              stored.getDescription(),
              Instant.ofEpochSecond(stored.getCreatedAtSeconds()),
              stored.getAddressingMode(),
              stored.getAnnouncement(),
              stored.getLocked(),
              Duration.ofSeconds(stored.getExpirationSeconds()),
              members));
    } catch (InvalidProtocolBufferException
        | IllegalArgumentException
        | ArrayIndexOutOfBoundsException e) {
      return Optional.empty(); // the server is asked again
    }
  }
}
