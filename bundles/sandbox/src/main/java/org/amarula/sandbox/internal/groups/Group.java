package org.amarula.sandbox.internal.groups;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.jid.Jid;
import org.amarula.sandbox.internal.devices.Account;
import org.amarula.sandbox.internal.devices.Device;
import org.amarula.sandbox.internal.devices.ParticipantHash;
import org.amarula.sandbox.internal.devices.Picture;

/** One group with its members and settings (spec features.md 1.2). Confined to the lane. */
public final class Group {
  private final Jid jid;
  private final Account creator;
  private final Instant creation;
  private final Map<Account, Role> members = new LinkedHashMap<>();
  private final Map<Account, Instant> applicants = new LinkedHashMap<>();
  private final Map<String, PrivateInvite> privateInvites = new LinkedHashMap<>();
  private final Set<String> revokedCodes = new LinkedHashSet<>();
  final GroupSettings settings = new GroupSettings();
  private String server;
  private boolean switched;
  private String subject;
  private Account subjectOwner;
  private Instant subjectTime;
  private Description description;
  private Picture picture;
  private String inviteCode = "";
  private long version = 1;

  Group(Jid jid, String server, String subject, Account creator, Instant now) {
    this.jid = jid;
    this.server = server;
    this.creator = creator;
    this.creation = now;
    subject(subject, creator, now);
  }

  /** The address. */
  public Jid jid() {
    return jid;
  }

  /** The kind of all addresses in it, {@link Jid#PN} or {@link Jid#LID}. */
  public String server() {
    return server;
  }

  /** The addressing mode, {@code lid} or {@code pn}. */
  public String mode() {
    return server.equals(Jid.LID) ? "lid" : "pn";
  }

  void server(String other) {
    server = other;
    switched = true;
  }

  /** Whether the kind of addresses was another one before. */
  public boolean switched() {
    return switched;
  }

  Account creator() {
    return creator;
  }

  Instant creation() {
    return creation;
  }

  /** The name. */
  public String subject() {
    return subject;
  }

  Account subjectOwner() {
    return subjectOwner;
  }

  Instant subjectTime() {
    return subjectTime;
  }

  void subject(String text, Account owner, Instant now) {
    subject = text;
    subjectOwner = owner;
    subjectTime = now;
  }

  Optional<Description> description() {
    return Optional.ofNullable(description);
  }

  void description(Description other) {
    description = other;
  }

  void noDescription() {
    description = null;
  }

  /** The members, oldest first. */
  public Collection<Account> members() {
    return List.copyOf(members.keySet());
  }

  /** How many members there are. */
  public int size() {
    return members.size();
  }

  /** The role of a member, nothing for others. */
  public Optional<Role> role(Account account) {
    return Optional.ofNullable(members.get(account));
  }

  /** Whether the account is in. */
  public boolean has(Account account) {
    return members.containsKey(account);
  }

  /** Whether the account is an admin. */
  public boolean isAdmin(Account account) {
    return role(account).filter(Role::isAdmin).isPresent();
  }

  /** Whether the account may send: in an announcement group only admins may. */
  public boolean maySend(Account account) {
    return settings.announcement() ? isAdmin(account) : has(account);
  }

  /** Whether the account may change subject, description and picture. */
  public boolean mayEdit(Account account) {
    return settings.locked() ? isAdmin(account) : has(account);
  }

  /** The picture, if there is one. */
  public Optional<Picture> picture() {
    return Optional.ofNullable(picture);
  }

  /** Changes or removes the picture. */
  public void picture(Optional<Picture> other) {
    picture = other.orElse(null);
  }

  void put(Account account, Role role) {
    members.put(account, role);
    applicants.remove(account);
    version++;
  }

  void remove(Account account) {
    members.remove(account);
    version++;
  }

  long version() {
    return version;
  }

  /** All devices of all members. */
  public List<Device> devices() {
    return members.keySet().stream().flatMap(member -> member.devices().stream()).toList();
  }

  /** The hash over all devices of all members (spec signal.md 5.5). */
  public String hash() {
    return ParticipantHash.of(devices().stream().map(device -> device.jid(server)).toList());
  }

  String inviteCode() {
    return inviteCode;
  }

  /** Replaces the invite code; the old one is revoked. */
  void inviteCode(String code) {
    if (!inviteCode.isEmpty()) {
      revokedCodes.add(inviteCode);
    }
    inviteCode = code;
  }

  boolean revoked(String code) {
    return revokedCodes.contains(code);
  }

  Map<Account, Instant> applicants() {
    return applicants;
  }

  Map<String, PrivateInvite> privateInvites() {
    return privateInvites;
  }

  @Override
  public String toString() {
    return "Group[" + jid + "]";
  }
}
