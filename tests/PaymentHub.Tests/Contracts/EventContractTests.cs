using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentHub.Contracts;
using PaymentHub.Storage;
using PaymentHub.Tests.Harness;
using Shouldly;

namespace PaymentHub.Tests.Contracts;

/// <summary>
/// Stored events are never rewritten, so what was stored once must be read for ever: by its name, with every member.
/// </summary>
public sealed class EventContractTests
{
    private static readonly string SamplesFile =
        Path.Combine(Repository.Root, "tests", "PaymentHub.Tests", "Contracts", "stored-events.json");

    private static readonly JsonObject Samples = JsonNode.Parse(File.ReadAllText(SamplesFile))!.AsObject();

    public static TheoryData<string> EventNames => [.. EventTypes.All.Keys];

    public static TheoryData<string> StoredNames => [.. Samples.Select(s => s.Key)];

    [Fact]
    public void The_committed_file_describes_exactly_the_registered_events()
    {
        var committed = JsonNode.Parse(File.ReadAllText(
            Path.Combine(Repository.Root, "src", "PaymentHub", "events.json")))!["events"]!.AsObject();

        committed.Select(e => e.Key).ShouldBe(EventTypes.All.Keys);
        foreach (var (name, type) in EventTypes.All)
        {
            JsonNode.DeepEquals(committed[name]!["body"], EventContract.BodyOf(type)).ShouldBeTrue(name);
        }
    }

    [Theory]
    [MemberData(nameof(EventNames))]
    public void Every_event_comes_back_from_the_store_as_it_went_in(string name)
    {
        var type = EventTypes.All[name];
        var stored = StoredJson.Serializer.ToJson(Specimen.Of(type));

        var read = Read(type, stored);

        StoredJson.Serializer.ToJson(read).ShouldBe(stored);
        JsonSerializer.Serialize(read, type, StoredJson.Options).ShouldBe(stored);
    }

    /// <summary>
    /// The samples stay as they are when an event changes: a renamed or removed member is lost on the way and fails
    /// here, whatever the contract file says.
    /// </summary>
    [Theory]
    [MemberData(nameof(StoredNames))]
    public void What_was_stored_once_is_read_with_every_member(string name)
    {
        EventTypes.All.ShouldContainKey(name, "An event lost its name; stored ones can no longer be read.");
        var type = EventTypes.All[name];

        var read = Read(type, Samples[name]!.ToJsonString());

        var written = JsonNode.Parse(StoredJson.Serializer.ToJson(read));
        Lost(Samples[name], written, name).ShouldBeEmpty();
    }

    [Fact]
    public void Every_event_has_a_stored_sample()
    {
        var missing = EventTypes.All.Where(e => !Samples.ContainsKey(e.Key))
            .Select(e => $"  \"{e.Key}\": {StoredJson.Serializer.ToJson(Specimen.Of(e.Value))}").ToList();

        missing.Count.ShouldBe(0, $"Add to {SamplesFile}:\n{string.Join(",\n", missing)}");
    }

    [Fact]
    public void A_renamed_member_is_noticed()
    {
        var stored = JsonNode.Parse("""{"at":"2026-11-02T01:30:00Z","period":"2026-11","batches":[{"no":1}]}""");
        var written = JsonNode.Parse("""{"at":"2026-11-02T01:30:00Z","month":"2026-11","batches":[{"number":1}]}""");

        Lost(stored, written, "e").ShouldBe(["e.period", "e.batches[0].no"]);
    }

    private static object Read(Type type, string json) =>
        StoredJson.Serializer.FromJson(type, new MemoryStream(Encoding.UTF8.GetBytes(json)));

    // Members that are written beside the stored ones are new and optional: they are no loss.
    private static IEnumerable<string> Lost(JsonNode? stored, JsonNode? written, string path) =>
        (stored, written) switch
        {
            (JsonObject from, JsonObject to) => from.SelectMany(m => to.ContainsKey(m.Key)
                ? Lost(m.Value, to[m.Key], $"{path}.{m.Key}")
                : [$"{path}.{m.Key}"]),
            (JsonArray from, JsonArray to) when from.Count == to.Count =>
                from.SelectMany((item, i) => Lost(item, to[i], $"{path}[{i}]")),
            _ => JsonNode.DeepEquals(stored, written) ? [] : [path],
        };
}
