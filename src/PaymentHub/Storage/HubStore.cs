using JasperFx.Events;
using Marten;
using Npgsql;
using PaymentHub.Domain;
using Wolverine;
using Wolverine.Marten;

namespace PaymentHub.Storage;

/// <summary>The event store, the message store and the read tables, all in one PostgreSQL database.</summary>
public static class HubStore
{
    /// <summary>Marten's streams and events.</summary>
    public const string EventSchema = "events";

    /// <summary>Wolverine's inbox, outbox and node tables.</summary>
    public const string MessageSchema = "wolverine";

    private const int LongestCommandSeconds = 600;

    public static void AddHubStore(this WebApplicationBuilder builder, HubSettings settings)
    {
        var services = builder.Services;
        var source = new NpgsqlDataSourceBuilder(Tuned(settings.ConnectionString)).UseNodaTime().Build();
        services.AddSingleton(source);
        services.AddSingleton<FactTables>();
        foreach (var type in typeof(HubStore).Assembly.GetTypes())
        {
            if (!type.IsAbstract && type.IsAssignableTo(typeof(FactTable)))
            {
                services.AddSingleton(typeof(FactTable), type);
            }
        }

        services.AddMarten(provider =>
            {
                var options = new StoreOptions();
                Configure(options, provider, source);
                return options;
            })
            .UseLightweightSessions()
            .ApplyAllDatabaseChangesOnStartup()
            .IntegrateWithWolverine(m =>
            {
                m.MessageStorageSchemaName = MessageSchema;
                m.UseWolverineManagedEventSubscriptionDistribution = settings.IsCluster;
            });
        builder.Host.UseWolverine(options => HubMessages.Configure(options, settings));
    }

    // The driver's half minute is too short for the rows of a whole month on a busy machine. Compiling a query costs
    // more than it saves where a thousand small ones follow each other. A month's rows are joined in memory: with the
    // server's usual four megabytes each join of a province would go through files.
    private static string Tuned(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        builder.CommandTimeout = Math.Max(builder.CommandTimeout, LongestCommandSeconds);
        builder.Options = $"{builder.Options} -c jit=off -c work_mem=32MB".TrimStart();
        return builder.ConnectionString;
    }

    private static void Configure(StoreOptions options, IServiceProvider provider, NpgsqlDataSource source)
    {
        options.Connection(source);
        options.DatabaseSchemaName = EventSchema;
        options.Events.DatabaseSchemaName = EventSchema;
        options.Events.UseMandatoryStreamTypeDeclaration = true;
        options.Events.AppendMode = EventAppendMode.QuickWithServerTimestamps;
        options.Events.UseExclusiveLockOnConcurrentAppends = true;
        options.Events.AutoDiscoverTagTypes = false;
        options.Events.MetadataConfig.EnableAll();
        StoredJson.Use(options);
        options.Projections.Errors.SkipApplyErrors = false;
        options.Projections.Errors.SkipSerializationErrors = false;
        options.Projections.Errors.SkipUnknownEvents = false;
        foreach (var (name, type) in EventTypes.All) options.Events.MapEventType(type, name);
        RegisterFolds(options);
        options.Projections.Add(
            new FactRows(provider.GetRequiredService<FactTables>()),
            JasperFx.Events.Projections.ProjectionLifecycle.Inline);
    }

    private static void RegisterFolds(StoreOptions options)
    {
        var register = typeof(HubStore).GetMethod(
            nameof(RegisterFold), System.Reflection.BindingFlags.NonPublic | System.Reflection.BindingFlags.Static)!;
        foreach (var type in typeof(Money).Assembly.GetExportedTypes())
        {
            var isFold = type.GetInterfaces().Any(i =>
                i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IFold<>));
            if (isFold) register.MakeGenericMethod(type).Invoke(null, [options]);
        }
    }

    private static void RegisterFold<T>(StoreOptions options)
        where T : class, IFold<T> =>
        options.Projections.Add(new FoldOf<T>(), JasperFx.Events.Projections.ProjectionLifecycle.Live);
}
