package org.amarula.storage.internal;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The settings of the embedded database. */
@ObjectClassDefinition(
    name = "Amarula storage",
    description = "Where the credentials and messages of all accounts are kept.")
@interface StorageConfiguration {
  /** The data directory; empty for the default, which {@link DataDirectory} tells. */
  @AttributeDefinition(
      name = "Directory",
      description =
          "The data directory. Empty: 'storage' in the framework property amarula.data, else"
              + " 'amarula' in karaf.data, else 'storage' in the bundle's own data area.")
  String directory() default "";
}
