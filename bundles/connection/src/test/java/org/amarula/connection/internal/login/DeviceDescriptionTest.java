package org.amarula.connection.internal.login;

import static org.assertj.core.api.Assertions.assertThat;

import org.amarula.api.connection.ConnectionSettings;
import org.amarula.connection.StreamSettings;
import org.amarula.proto.pairing.DeviceProps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a phone is asked for when it is paired, spec/transport.md 3.4. */
class DeviceDescriptionTest {
  @ParameterizedTest
  @CsvSource({"off, false", "recent, false", "full, true"})
  void yearsOfHistoryAreAskedForByTheSettingAlone(String setting, boolean asked) {
    ConnectionSettings settings = ConnectionSettings.of("alice").with("history.sync", setting);

    DeviceProps props = DeviceDescription.of(StreamSettings.from(settings)).deviceProps();

    assertThat(props.getRequireFullSync()).isEqualTo(asked);
    assertThat(props.getHistorySyncConfig().getInlineInitialPayloadInE2EeMsg()).isTrue();
  }
}
