using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Marten;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using Weasel.Core;

namespace PaymentHub.Storage;

/// <summary>
/// How events are written to the store: camel case, enumerations by name, NodaTime values in ISO form. One place, so
/// that the committed event contract describes the very bytes that are stored.
/// </summary>
public static class StoredJson
{
    /// <summary>The store's own serializer.</summary>
    public static Marten.ISerializer Serializer { get; } = NewSerializer(_ => { });

    /// <summary>The options under which the store writes event bodies; read-only.</summary>
    public static JsonSerializerOptions Options { get; } = ReadOptions();

    /// <summary>Makes a store write and read like this.</summary>
    public static void Use(StoreOptions options) => Use(options, _ => { });

    private static void Use(StoreOptions options, Action<JsonSerializerOptions> also) =>
        options.UseSystemTextJsonForSerialization(EnumStorage.AsString, Casing.CamelCase, json =>
        {
            json.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
            also(json);
        });

    private static Marten.ISerializer NewSerializer(Action<JsonSerializerOptions> also)
    {
        var store = new StoreOptions();
        Use(store, also);
        return store.Serializer();
    }

    private static JsonSerializerOptions ReadOptions()
    {
        var seen = new List<JsonSerializerOptions>();
        NewSerializer(seen.Add);
        var options = new JsonSerializerOptions(seen[0]);
        options.TypeInfoResolver ??= new DefaultJsonTypeInfoResolver();
        options.MakeReadOnly();
        return options;
    }
}
