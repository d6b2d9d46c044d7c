package org.amarula.sandbox.internal.admin;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.amarula.sandbox.internal.server.GroupControl;

/** What can be asked about groups, by method and path. Free for any thread. */
final class GroupRequests {
  private final GroupControl groups;

  GroupRequests(GroupControl groups) {
    this.groups = groups;
  }

  JsonElement answer(String target, Map<String, String> query, JsonObject body) {
    switch (target) {
      case "POST /admin/group":
        return create(body);
      case "GET /admin/group":
        return members(query.getOrDefault("group", ""));
      case "POST /admin/group/change":
        return change(body);
      case "POST /admin/group/addressing":
        return addressing(body);
      default:
        throw new IllegalArgumentException("There is no " + target + ".");
    }
  }

  private JsonObject create(JsonObject body) {
    Requests.only(body, Set.of("account", "subject", "members"));
    JsonObject json = new JsonObject();
    json.addProperty(
        "group",
        groups.create(
            Requests.digits("account", Requests.required(body, "account")),
            Requests.required(body, "subject"),
            phones(body)));
    return json;
  }

  private JsonObject members(String group) {
    JsonArray members = new JsonArray();
    groups.members(group).forEach(members::add);
    JsonObject json = new JsonObject();
    json.addProperty("group", group);
    json.add("members", members);
    return json;
  }

  private JsonObject change(JsonObject body) {
    Requests.only(body, Set.of("group", "account", "action", "members"));
    String group = Requests.required(body, "group");
    groups.change(
        group,
        Requests.digits("account", Requests.required(body, "account")),
        Requests.required(body, "action"),
        phones(body));
    return members(group);
  }

  /** Without a group for those to come. */
  private JsonObject addressing(JsonObject body) {
    Requests.only(body, Set.of("group", "addressing"));
    String mode = Requests.required(body, "addressing");
    String group = Requests.text(body, "group", "");
    if (group.isEmpty()) {
      groups.addressing(mode);
    } else {
      groups.readdress(group, mode);
    }
    JsonObject json = new JsonObject();
    json.addProperty("addressing", mode);
    return json;
  }

  private static List<String> phones(JsonObject body) {
    List<String> phones = new ArrayList<>();
    JsonElement members = body.get("members");
    if (members == null) {
      return phones;
    }
    if (!members.isJsonArray()) {
      throw new IllegalArgumentException("The field members must be a list.");
    }
    for (JsonElement member : members.getAsJsonArray()) {
      phones.add(Requests.digits("members", member.getAsString()));
    }
    return phones;
  }
}
