using System.Net.Sockets;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;
using PaymentHub.Web;
using Renci.SshNet;
using Renci.SshNet.Common;
using Renci.SshNet.Sftp;

namespace PaymentHub.BankExchange.Channels;

/// <summary>
/// The bank's own SFTP server. Its host key is pinned: a server with another one gets neither our name nor a file. A
/// file is written under another name and gets its own by one rename, so the bank never finds half of it.
/// </summary>
public sealed class SftpChannel(ChannelSettings settings, StableFiles stable, ILogger<SftpChannel> log) : IFileChannel
{
    public ChannelKind Kind => ChannelKind.Sftp;

    public async Task<SendOutcome> SendAsync(
        PartnerBank bank, BankChannel channel, OutgoingBytes file, CancellationToken cancellation)
    {
        var isNaming = false;
        try
        {
            using var server = await ConnectAsync(bank, channel, cancellation);
            var whole = $"{channel.Drop}/{file.FileName}";
            if (await FindAsync(server, whole, cancellation) is not null)
            {
                return await HashAsync(server, whole, cancellation) == file.Sha256
                    ? new SendOutcome(SendResult.Delivered)
                    : new SendOutcome(SendResult.Failed, $"{whole}: another file has this name");
            }

            var part = $"{channel.Drop}/{ChannelNames.Unfinished(file.FileName)}";
            using (var bytes = new MemoryStream(file.Bytes))
                await server.UploadFileAsync(bytes, part, cancellation);
            var size = (await server.GetAttributesAsync(part, cancellation)).Size;
            if (size != file.Bytes.Length)
                return new SendOutcome(SendResult.Failed, $"{part}: {size} of {file.Bytes.Length} bytes arrived");
            isNaming = true;
            await server.RenameFileAsync(part, whole, cancellation).WaitAsync(Patience, cancellation);
            return new SendOutcome(SendResult.Delivered);
        }
        catch (Exception failure) when (IsOfServer(failure) && !cancellation.IsCancellationRequested)
        {
            // Before the rename there is nothing under the file's name; a refusal of the rename is an answer.
            var isAnswer = failure is SftpException;
            return new SendOutcome(
                isNaming && !isAnswer ? SendResult.Unknown : SendResult.Failed, ReasonOf(failure));
        }
    }

    public async Task<LookOutcome> LookAsync(
        PartnerBank bank, BankChannel channel, OutgoingBytes file, CancellationToken cancellation)
    {
        try
        {
            using var server = await ConnectAsync(bank, channel, cancellation);
            var whole = $"{channel.Drop}/{file.FileName}";
            if (await FindAsync(server, whole, cancellation) is null)
                return new LookOutcome(DeliveryFinding.Absent, $"{whole}: –");
            var hash = await HashAsync(server, whole, cancellation);
            return hash == file.Sha256
                ? new LookOutcome(DeliveryFinding.Arrived, $"{whole}: sha256 {hash}")
                : new LookOutcome(DeliveryFinding.Undecided, $"{whole}: sha256 {hash} ≠ {file.Sha256}");
        }
        catch (Exception failure) when (IsOfServer(failure) && !cancellation.IsCancellationRequested)
        {
            return new LookOutcome(DeliveryFinding.Undecided, ReasonOf(failure));
        }
    }

    public async Task<int> PickUpAsync(
        PartnerBank bank, BankChannel channel, TakeFile take, CancellationToken cancellation)
    {
        using var server = await ConnectAsync(bank, channel, cancellation);
        var names = new List<string>();
        await foreach (var entry in server.ListDirectoryAsync(channel.Pickup!, cancellation))
            if (entry.Attributes.IsRegularFile && ChannelNames.IsFinished(entry.Name)) names.Add(entry.Name);
        var taken = 0;
        foreach (var name in names.Order(StringComparer.Ordinal))
        {
            var path = $"{channel.Pickup}/{name}";
            if (!await IsReadyAsync(server, bank, path, cancellation)) continue;
            using var content = await FileContent.ReceivedAsync(
                to => server.DownloadFileAsync(path, to, cancellation));
            // Grown meanwhile: the bank still writes.
            if ((await server.GetAttributesAsync(path, cancellation)).Size != content.Length) continue;
            if (!await take(name, content, cancellation)) continue;
            await PutAwayAsync(
                server, channel.Pickup!, name, await content.HashAsync(cancellation), cancellation);
            stable.Forget($"{bank.Code} {path}");
            taken++;
        }

        return taken;
    }

    public async Task PutReceiptsAsync(
        PartnerBank bank, BankChannel channel, IReadOnlyList<ReceiptBytes> receipts, CancellationToken cancellation)
    {
        using var server = await ConnectAsync(bank, channel, cancellation);
        var folder = $"{channel.Drop}/{ChannelReceipts.Folder}";
        if (!await server.ExistsAsync(folder, cancellation)) await server.CreateDirectoryAsync(folder, cancellation);
        foreach (var (name, bytes) in receipts)
        {
            var (whole, part) = ($"{folder}/{name}", $"{folder}/{ChannelNames.Unfinished(name)}");
            using (var from = new MemoryStream(bytes)) await server.UploadFileAsync(from, part, cancellation);
            // The protocol's own rename replaces nothing.
            if (await server.ExistsAsync(whole, cancellation)) await server.DeleteFileAsync(whole, cancellation);
            await server.RenameFileAsync(part, whole, cancellation);
        }
    }

    private TimeSpan Patience => settings.Patience.ToTimeSpan();

    private async Task<bool> IsReadyAsync(
        SftpClient server, PartnerBank bank, string path, CancellationToken cancellation)
    {
        var now = await server.GetAttributesAsync(path, cancellation);
        if (now.Size <= UploadLimits.MaxBytes)
        {
            return stable.IsStable(
                $"{bank.Code} {path}", now.Size, now.LastWriteTimeUtc.Ticks, settings.StableFor);
        }

        log.LogWarning("{File} of {Bank} is larger than the service takes and stays there", path, bank.Code);
        return false;
    }

    // The stored file is moved, never deleted; where its name is taken there, the same bytes were put away before.
    private static async Task PutAwayAsync(
        SftpClient server, string folder, string name, string sha256, CancellationToken cancellation)
    {
        var done = $"{folder}/{ChannelNames.Done}";
        if (!await server.ExistsAsync(done, cancellation)) await server.CreateDirectoryAsync(done, cancellation);
        var to = $"{done}/{ChannelNames.PutAway(name, sha256)}";
        if (await server.ExistsAsync(to, cancellation)) to += $".{Guid.CreateVersion7():N}";
        await server.RenameFileAsync($"{folder}/{name}", to, cancellation);
    }

    private static async Task<SftpFileAttributes?> FindAsync(
        SftpClient server, string path, CancellationToken cancellation)
    {
        try
        {
            return await server.GetAttributesAsync(path, cancellation);
        }
        catch (SftpPathNotFoundException)
        {
            return null;
        }
    }

    private static async Task<string> HashAsync(SftpClient server, string path, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        await server.DownloadFileAsync(path, bytes, cancellation);
        return RawFiles.HashOf(bytes.ToArray());
    }

    private async Task<SftpClient> ConnectAsync(
        PartnerBank bank, BankChannel channel, CancellationToken cancellation)
    {
        var key = new PrivateKeyFile(KeyFileOf(bank));
        var connection = new Renci.SshNet.ConnectionInfo(
            channel.Host!, channel.Port!.Value, channel.User!, new PrivateKeyAuthenticationMethod(channel.User!, key))
        {
            Timeout = Patience,
            RetryAttempts = 1,
        };
        var server = new SftpClient(connection) { OperationTimeout = Patience };
        server.HostKeyReceived += (_, e) => e.CanTrust = $"SHA256:{e.FingerPrintSHA256}" == channel.HostKey;
        try
        {
            await server.ConnectAsync(cancellation);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    private string KeyFileOf(PartnerBank bank)
    {
        var folder = settings.SftpKeys ?? throw new IOException($"{ChannelSettings.SftpKeysKey} is not set.");
        string[] names = [bank.Code, $"{bank.Code}.pem"];
        return names.Select(n => Path.Combine(folder, n)).FirstOrDefault(File.Exists)
            ?? throw new IOException($"There is no key for {bank.Code} in {ChannelSettings.SftpKeysKey}.");
    }

    private static bool IsOfServer(Exception failure) => failure is SshException or SocketException or IOException
        or TimeoutException or OperationCanceledException or ObjectDisposedException or UnauthorizedAccessException;

    private static string ReasonOf(Exception failure)
    {
        const int Longest = 300;
        var text = $"{failure.GetType().Name}: {failure.Message}";
        return text.Length <= Longest ? text : text[..Longest];
    }
}
