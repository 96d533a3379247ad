using NodaTime;
using PaymentHub.BankExchange.Delivery;
using PaymentHub.BankExchange.Seals;

namespace PaymentHub.BankExchange.Channels;

/// <summary>What the environment decides about channels.</summary>
/// <param name="Folder">Where the banks' watched folders lie; null where there are none.</param>
/// <param name="SftpKeys">Folder with our private key for each bank's server, CODE or CODE.pem; never in the
/// database.</param>
/// <param name="Every">How often the banks' places are looked at; zero switches the looking off.</param>
/// <param name="StableFor">How long a file must stay as it is before it is taken.</param>
/// <param name="Patience">How long one answer of a bank's server may take.</param>
public sealed record ChannelSettings(
    string? Folder, string? SftpKeys, Duration Every, Duration StableFor, Duration Patience)
{
    public const string FolderKey = "PAYMENTHUB_EXCHANGE_FOLDER";
    public const string SftpKeysKey = "PAYMENTHUB_SFTP_KEYS";
    public const string EveryKey = "PAYMENTHUB_CHANNEL_SECONDS";
    public const string StableKey = "PAYMENTHUB_CHANNEL_STABLE_SECONDS";
    public const string PatienceKey = "PAYMENTHUB_CHANNEL_PATIENCE_SECONDS";

    private const double UsualEvery = 30;
    private const double UsualStable = 10;
    private const double UsualPatience = 60;

    public static ChannelSettings From(IConfiguration configuration) => new(
        configuration[FolderKey], configuration[SftpKeysKey], Seconds(configuration, EveryKey, UsualEvery),
        Seconds(configuration, StableKey, UsualStable), Seconds(configuration, PatienceKey, UsualPatience));

    private static Duration Seconds(IConfiguration configuration, string key, double usual) =>
        Duration.FromSeconds(configuration.GetValue(key, usual));
}

/// <summary>Puts the channels into the service.</summary>
public static class ChannelSetup
{
    public static void AddFileChannels(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton(ChannelSettings.From(builder.Configuration));
        services.AddSingleton<StableFiles>().AddSingleton<FileSender>();
        services.AddSingleton(SealSettings.From(builder.Configuration)).AddSingleton<ProfileSeal>()
            .AddSingleton<IFileSeal>(s => s.GetRequiredService<ProfileSeal>())
            .AddSingleton<ISenderProof>(s => s.GetRequiredService<ProfileSeal>());
        services.AddSingleton<IFileChannel, FolderChannel>().AddSingleton<IFileChannel, SftpChannel>();
        services.AddSingleton<ChannelReceipts>().AddSingleton<FileFetcher>().AddScoped<ChannelInbox>()
            .AddScoped<BankUploads>().AddHostedService<ChannelRounds>();
    }
}
