package org.amarula.messaging.internal.device;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.amarula.api.Bytes;
import org.amarula.api.jid.Jid;
import org.amarula.api.storage.Batch;
import org.amarula.api.storage.ProfileStorage;
import org.amarula.messaging.internal.store.Tables;
import org.amarula.proto.account.StoredDevice;
import org.amarula.proto.account.StoredDeviceList;

/** Device lists in storage, under the name by which the user is kept. */
final class DeviceTable {
  private final ProfileStorage storage;

  DeviceTable(ProfileStorage storage) {
    this.storage = storage;
  }

  /** The list of a user; a damaged row counts as none: the server is asked again. */
  Optional<DeviceList> find(Jid user) {
    return storage.read(Tables.DEVICE, user.toString()).flatMap(DeviceTable::parse);
  }

  /** The lists of those users that have one, in one read. */
  Map<Jid, DeviceList> find(Collection<Jid> users) {
    Map<String, Bytes> rows =
        storage.read(Tables.DEVICE, users.stream().map(Jid::toString).toList());
    Map<Jid, DeviceList> lists = new LinkedHashMap<>();
    for (Jid user : users) {
      Optional.ofNullable(rows.get(user.toString()))
          .flatMap(DeviceTable::parse)
          .ifPresent(list -> lists.put(user, list));
    }
    return lists;
  }

  void put(Batch.Builder batch, Jid user, DeviceList list) {
    StoredDeviceList.Builder stored =
        StoredDeviceList.newBuilder()
            .setLearnedAtMillis(list.learnedAt().toEpochMilli())
            .setHash(list.hash());
    for (Device device : list.devices()) {
      stored.addDevices(
          StoredDevice.newBuilder()
              .setId(device.id())
              .setKeyIndex((int) device.keyIndex())
              .setHosted(device.hosted()));
    }
    batch.put(Tables.DEVICE, user.toString(), Bytes.wrap(stored.build().toByteArray()));
  }

  void delete(Batch.Builder batch, Jid user) {
    batch.delete(Tables.DEVICE, user.toString());
  }

  private static Optional<DeviceList> parse(Bytes row) {
    try {
      StoredDeviceList stored = StoredDeviceList.parseFrom(row.toArray());
      List<Device> devices = new ArrayList<>();
      for (StoredDevice device : stored.getDevicesList()) {
        long keyIndex = Integer.toUnsignedLong(device.getKeyIndex());
        devices.add(new Device(device.getId(), keyIndex, device.getHosted()));
      }
      Instant learned = Instant.ofEpochMilli(stored.getLearnedAtMillis());
      return Optional.of(new DeviceList(devices, learned, stored.getHash()));
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty();
    }
  }
}
