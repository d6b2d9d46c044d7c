package org.amarula.crypto.media;

import java.util.Arrays;
import java.util.Optional;

/** The kinds of encrypted files with the words that their keys are made with (features 2.2). */
public enum MediaType {
  /** A picture. */
  IMAGE("image", "WhatsApp Image Keys"),
  /** A sticker. */
  STICKER("sticker", "WhatsApp Image Keys"),
  /** A picture of a product. */
  PRODUCT("product", "WhatsApp Image Keys"),
  /** A video. */
  VIDEO("video", "WhatsApp Video Keys"),
  /** A video that repeats itself. */
  GIF("gif", "WhatsApp Video Keys"),
  /** A round video note. */
  PTV("ptv", "WhatsApp Video Keys"),
  /** Sound. */
  AUDIO("audio", "WhatsApp Audio Keys"),
  /** A voice note. */
  PTT("ptt", "WhatsApp Audio Keys"),
  /** Any file. */
  DOCUMENT("document", "WhatsApp Document Keys"),
  /** The small picture of a link. */
  LINK_THUMBNAIL("thumbnail-link", "WhatsApp Link Thumbnail Keys"),
  /** The small picture of a picture. */
  IMAGE_THUMBNAIL("thumbnail-image", "WhatsApp Image Thumbnail Keys"),
  /** The small picture of a video. */
  VIDEO_THUMBNAIL("thumbnail-video", "WhatsApp Video Thumbnail Keys"),
  /** The small picture of a document. */
  DOCUMENT_THUMBNAIL("thumbnail-document", "WhatsApp Document Thumbnail Keys"),
  /** A chunk of history. */
  HISTORY("md-msg-hist", "WhatsApp History Keys"),
  /** A part of the app state. */
  APP_STATE("md-app-state", "WhatsApp App State Keys"),
  /** The background of a payment. */
  PAYMENT_BACKGROUND("payment-bg-image", "WhatsApp Payment Background Keys");

  private final String text;
  private final String info;

  MediaType(String text, String info) {
    this.text = text;
    this.info = info;
  }

  /** The name on the wire, for instance in {@code mms-type}. */
  public String text() {
    return text;
  }

  String info() {
    return info;
  }

  /** The type with this name. */
  public static Optional<MediaType> of(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
  }
}
