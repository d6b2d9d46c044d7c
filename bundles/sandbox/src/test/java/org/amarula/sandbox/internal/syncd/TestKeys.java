package org.amarula.sandbox.internal.syncd;

import java.security.SecureRandom;
import org.amarula.api.Bytes;
import org.amarula.proto.message.Message.AppStateSyncKey;

/** A companion's eyes for app state, with the key that its phone shared. */
public final class TestKeys {
  private TestKeys() {}

  public static AppStateJudge judge(AppStateSyncKey shared) {
    SyncKey key =
        new SyncKey(
            Bytes.copyOf(shared.getKeyId().getKeyId().toByteArray()),
            Bytes.copyOf(shared.getKeyData().getKeyData().toByteArray()));
    return new AppStateJudge(key, new SecureRandom());
  }
}
