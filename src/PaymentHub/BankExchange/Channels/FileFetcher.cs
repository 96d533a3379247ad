using Npgsql;
using PaymentHub.BankExchange.Partners;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;
using Renci.SshNet.Common;

namespace PaymentHub.BankExchange.Channels;

/// <summary>
/// Fetches what a bank laid down for us. Nodes take turns over a bank's place, so that no two of them move the same
/// file at once.
/// </summary>
public sealed class FileFetcher(
    NpgsqlDataSource source, PartnerBanks banks, IEnumerable<IFileChannel> channels, ChannelReceipts receipts,
    IServiceScopeFactory scopes, ILogger<FileFetcher> log)
{
    // Any constant serves, as long as every node uses the same one.
    private const int LockClass = 720_596;

    /// <summary>Looks at every place of every bank; a place that fails does not stop the others.</summary>
    public async Task<int> FetchAllAsync(CancellationToken cancellation)
    {
        var taken = 0;
        foreach (var bank in await banks.ListAsync(cancellation))
        {
            try
            {
                taken += await FetchAsync(bank, cancellation);
            }
            catch (Exception failure) when (failure is SshException or IOException or UnauthorizedAccessException
                or System.Net.Sockets.SocketException or TimeoutException)
            {
                log.LogWarning(failure, "Looking at the files of {Bank} failed", bank.Code);
            }
        }

        return taken;
    }

    /// <summary>Looks at the places of one bank; returns how many files were stored.</summary>
    public async Task<int> FetchAsync(PartnerBank bank, CancellationToken cancellation)
    {
        if (bank.Stage is not (BankStage.Live or BankStage.Testing)) return 0;
        var places = bank.Channels.Where(c => c.Kind is ChannelKind.Sftp or ChannelKind.Folder).ToList();
        if (places.Count == 0) return 0;
        await using var turn = await source.OpenConnectionAsync(cancellation);
        if (!await LockAsync(turn, "pg_try_advisory_lock", bank.Code, cancellation)) return 0;
        try
        {
            var taken = 0;
            foreach (var place in places)
            {
                var channel = channels.Single(c => c.Kind == place.Kind);
                taken += await channel.PickUpAsync(
                    bank, place, (name, content, stop) => TakeAsync(bank, place.Kind, name, content, stop),
                    cancellation);
                await receipts.DropAsync(bank, place, cancellation);
            }

            return taken;
        }
        finally
        {
            // A connection goes back to the pool with its locks, so the turn is given up by hand.
            await LockAsync(turn, "pg_advisory_unlock", bank.Code, CancellationToken.None);
        }
    }

    private async Task<bool> TakeAsync(
        PartnerBank bank, ChannelKind kind, string name, FileContent content, CancellationToken cancellation)
    {
        await using var scope = scopes.CreateAsyncScope();
        var inbox = scope.ServiceProvider.GetRequiredService<ChannelInbox>();
        var taken = await inbox.FetchedAsync(bank, kind, name, content, cancellation);
        if (taken.FileId is { } file) await receipts.OweAsync(file, bank.Code, kind, cancellation);
        return taken.IsStored;
    }

    private static async Task<bool> LockAsync(
        NpgsqlConnection connection, string function, string bank, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select {function}($1, hashtext($2))", connection);
        command.Parameters.Add(Parameter.Of(LockClass));
        command.Parameters.Add(Parameter.Of(bank));
        return await command.ExecuteScalarAsync(cancellation) is true;
    }
}

/// <summary>Looks at the banks' places again and again.</summary>
public sealed class ChannelRounds(FileFetcher fetcher, ChannelSettings settings, ILogger<ChannelRounds> log)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (settings.Every <= NodaTime.Duration.Zero) return;
        using var timer = new PeriodicTimer(settings.Every.ToTimeSpan());
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await fetcher.FetchAllAsync(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                // A database that is away for a moment must not end the rounds.
                log.LogWarning(failure, "A round over the banks' files failed");
            }
        }
    }
}
