using System.Text.Json.Serialization;
using NodaTime;
using NodaTime.Serialization.SystemTextJson;
using PaymentHub.Access;
using PaymentHub.Audit;
using PaymentHub.BankExchange;
using PaymentHub.BankExchange.Channels;
using PaymentHub.BankExchange.Delivery;
using PaymentHub.BankExchange.Partners;
using PaymentHub.Batches;
using PaymentHub.Misuse;
using PaymentHub.Programmes;
using PaymentHub.Reference;
using PaymentHub.Register;
using PaymentHub.Sharing;
using PaymentHub.Storage;
using Serilog;
using Serilog.Events;

namespace PaymentHub.Web;

/// <summary>The parts of the composition that say how the service writes: its log and its JSON.</summary>
public static class Composition
{
    /// <summary>
    /// Structured log on standard error; standard output is for results. Frameworks speak only when something
    /// is wrong.
    /// </summary>
    public static void AddLog(this WebApplicationBuilder builder)
    {
        builder.Services.AddSerilog((_, log) => log
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Wolverine", LogEventLevel.Warning)
            .MinimumLevel.Override("Npgsql", LogEventLevel.Warning)
            .MinimumLevel.Override("System", LogEventLevel.Warning)
            .MinimumLevel.Override("Marten", LogEventLevel.Warning)
            .WriteTo.Console(
                formatProvider: System.Globalization.CultureInfo.InvariantCulture,
                standardErrorFromLevel: LogEventLevel.Verbose));
    }

    /// <summary>
    /// What the capabilities need beside the store: reference tables, rates, raw files, acts on batches.
    /// </summary>
    public static void AddCapabilities(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton(ReferenceData.Load());
        builder.Services.AddSingleton(Ledger.ChartFile.Load());
        builder.Services.AddSingleton(BankProfiles.Load(builder.Configuration[BankProfiles.FolderKey]));
        builder.Services.AddSingleton(BankTableProfiles.Load(builder.Configuration[BankProfiles.FolderKey]));
        builder.Services.AddSingleton<RateBooks>();
        builder.Services.AddHostedService<LoadRates>();
        builder.Services.AddSingleton<AreaFollower>()
            .AddHostedService(services => services.GetRequiredService<AreaFollower>());
        builder.Services.AddSingleton<RawFiles>();
        builder.Services.AddSingleton<BankExchange.Partners.AgreedTypes>()
            .AddSingleton<BankExchange.RecentReadings>().AddSingleton<BankExchange.FileReadings>();
        builder.Services.AddScoped<ActOnBatches>().AddSingleton<Batches.ReleaseTargets>();
        builder.Services.AddScoped<ResolvePlaces>().AddScoped<ChangePayout>().AddScoped<StateIdentifier>()
            .AddScoped<StatePlace>().AddScoped<ReadPerson>().AddScoped<Runs.MonthChanges>()
            .AddScoped<Reports.ListMaker>().AddScoped<Funds.WithdrawalSlipRecords>();
        builder.Services.AddScoped<SharedPeopleQuery>().AddScoped<Disclosures>()
            .AddScoped<Unmasking>().AddScoped<ChangeFeed>();
        builder.Services.AddScoped<ReceiveImport>().AddScoped<ActOnCase>().AddScoped<Entitlements.DecideEntitlement>();
        builder.Services.AddScoped<Ledger.ActOnPeriod>().AddScoped<Funds.ActOnFundYear>()
            .AddScoped<Funds.ActOnAppropriation>()
            .AddScoped<Ledger.ReceivableBooks>();
        builder.Services.AddSingleton<NightlyVerify>().AddHostedService(p => p.GetRequiredService<NightlyVerify>());
        builder.Services.AddScoped<BankFileGate>().AddScoped<AcceptBankFile>().AddScoped<ActOnHeldFile>();
        builder.Services.AddSingleton(Reconciliation.BreakLimits.Load());
        builder.Services.AddSingleton(p => Reconciliation.Promises.Load(p.GetRequiredService<ReferenceData>()));
        builder.Services.AddScoped<Reconciliation.CheckMatches>().AddScoped<Reconciliation.ReadMissing>();
        builder.Services.AddScoped<Reconciliation.ActOnMatchImpact>().AddScoped<Reconciliation.ReadMatchImpacts>()
            .AddScoped<Reconciliation.ReadMatchEvidence>().AddScoped<Ledger.PromisesKept>();
        builder.Services.AddScoped<Reconciliation.ActOnBreak>().AddScoped<Reconciliation.ActOnMatch>()
            .AddScoped<Reconciliation.ClearBreaks>().AddScoped<Reconciliation.ReadBreak>();
        builder.Services.AddSingleton<PartnerBanks>().AddScoped<ActOnBank>()
            .AddScoped<JudgeCertificationFile>().AddHostedService<LoadPartnerBanks>();
        builder.Services.AddScoped<ActOnDelivery>().AddScoped<ActOnRecall>().AddSingleton<DeliveryEvidence>();
        builder.AddFileChannels();
        builder.Services.AddScoped<History>().AddScoped<Search>().AddSingleton<HistoryStreams>();
        builder.Services.AddSingleton<AccessStreams>();
    }

    /// <summary>API JSON: NodaTime values in ISO form, enumerations by name, đồng as plain integers.</summary>
    public static void AddApiJson(this WebApplicationBuilder builder)
    {
        builder.Services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.ConfigureForNodaTime(DateTimeZoneProviders.Tzdb);
            o.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
        });
    }
}
