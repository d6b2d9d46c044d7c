package org.amarula.messaging.internal.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.amarula.api.Bytes;
import org.amarula.crypto.curve.KeyPair;
import org.amarula.crypto.pairing.DeviceIdentitySigner;
import org.amarula.crypto.pairing.KeyIndexList;
import org.junit.jupiter.api.Test;

/** The rules of spec/signal.md 6.4 for the account's own list of its devices. */
class KeyIndexCheckTest {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Device PHONE = new Device(0, 0, false);
  private static final Device LAPTOP = new Device(3, 3, false);
  private static final Device TABLET = new Device(4, 4, false);
  private static final Device NEWEST = new Device(9, 9, false);
  private static final List<Device> ALL = List.of(PHONE, LAPTOP, TABLET, NEWEST);

  private final KeyPair account = KeyPair.generate(RANDOM);
  private final Optional<Bytes> identity = Optional.of(Bytes.wrap(account.signalPublicKey()));

  private byte[] signed(long rawId, long timestamp, long current, Set<Long> valid) {
    KeyIndexList list = new KeyIndexList(rawId, timestamp, current, valid, false);
    return new DeviceIdentitySigner(account, RANDOM).sign(list);
  }

  private KeyIndexCheck.Result check(List<Device> cached, KeyIndexStamp before, byte[] list) {
    return new KeyIndexCheck(identity, cached, before).check(ALL, list);
  }

  @Test
  void onlyThePhoneAndTheListedAreKeptAndTheListIsRemembered() {
    KeyIndexCheck.Result result =
        check(List.of(), KeyIndexStamp.NONE, signed(7, 100, 9, Set.of(3L)));
    assertThat(result.devices()).containsExactly(PHONE, LAPTOP);
    assertThat(result.stamp()).isEqualTo(new KeyIndexStamp(7, 100));
    assertThat(result.failed()).isEmpty();
    assertThat(result.anew()).isFalse();
  }

  @Test
  void whatWasKnownAndIsNewerThanTheListIsKept() {
    KeyIndexCheck.Result result =
        check(List.of(TABLET, NEWEST), new KeyIndexStamp(7, 99), signed(7, 100, 5, Set.of(3L)));
    assertThat(result.devices()).containsExactly(PHONE, LAPTOP, NEWEST); // 4 was taken out since
  }

  @Test
  void olderListLetsNobodyInAgain() {
    KeyIndexStamp before = new KeyIndexStamp(7, 100);
    byte[] replayed = signed(7, 99, 4, Set.of(3L, 4L));
    KeyIndexCheck.Result result = check(List.of(PHONE, LAPTOP), before, replayed);
    assertThat(result.devices()).containsExactly(PHONE, LAPTOP);
    assertThat(result.failed()).isEqualTo("key-index-list-outdated");
    assertThat(result.stamp()).isEqualTo(before);
    assertThat(check(List.of(), before, replayed).devices()).containsExactly(PHONE);
    assertThat(check(List.of(), before, signed(7, 100, 4, Set.of(3L))).failed()).isEmpty();
  }

  @Test
  void otherRegistrationStartsAnew() {
    KeyIndexStamp before = new KeyIndexStamp(7, 100);
    KeyIndexCheck.Result result = check(List.of(NEWEST), before, signed(8, 50, 4, Set.of(3L)));
    assertThat(result.anew()).isTrue();
    assertThat(result.devices()).containsExactly(PHONE, LAPTOP);
    assertThat(result.stamp()).isEqualTo(new KeyIndexStamp(8, 50));
  }

  @Test
  void forgedListLeavesThePhoneAndTeachesNothing() {
    byte[] forged =
        new DeviceIdentitySigner(KeyPair.generate(RANDOM), RANDOM)
            .sign(new KeyIndexList(9, 900, 9, Set.of(3L, 4L, 9L), false));
    KeyIndexStamp before = new KeyIndexStamp(7, 100);
    KeyIndexCheck.Result result = check(ALL, before, forged);
    assertThat(result.devices()).containsExactly(PHONE);
    assertThat(result.failed()).isEqualTo("key-index-list");
    assertThat(result.stamp()).isEqualTo(before);
    byte[] list = signed(7, 100, 4, Set.of(3L));
    list[list.length - 1] ^= 1;
    assertThat(check(ALL, before, list).devices()).containsExactly(PHONE);
  }

  @Test
  void withoutAKeyToCheckWithTheListCountsAsAbsent() {
    KeyIndexCheck.Result result =
        new KeyIndexCheck(Optional.empty(), List.of(), KeyIndexStamp.NONE)
            .check(ALL, signed(7, 100, 9, Set.of(3L)));
    assertThat(result.devices()).isEqualTo(ALL);
    assertThat(result.stamp()).isEqualTo(KeyIndexStamp.NONE);
  }
}
