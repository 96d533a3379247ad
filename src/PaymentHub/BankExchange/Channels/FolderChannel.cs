using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.BankExchange.Channels;

/// <summary>
/// Watched folders below <c>PAYMENTHUB_EXCHANGE_FOLDER</c>, one for each bank: what is written into one of them appears
/// under its name in one step, and what a transfer agent laid down is taken when it has stopped growing.
/// </summary>
public sealed class FolderChannel(ChannelSettings settings, StableFiles stable, ILogger<FolderChannel> log)
    : IFileChannel
{
    public ChannelKind Kind => ChannelKind.Folder;

    public async Task<SendOutcome> SendAsync(
        PartnerBank bank, BankChannel channel, OutgoingBytes file, CancellationToken cancellation)
    {
        try
        {
            var place = PlaceOf(bank, channel.Drop!);
            var whole = Path.Combine(place, file.FileName);
            if (File.Exists(whole)) return await SameAsync(whole, file, cancellation);
            var part = Path.Combine(place, ChannelNames.Unfinished(file.FileName));
            await WriteAsync(part, file.Bytes, cancellation);
            File.Move(part, whole, overwrite: false);
            return new SendOutcome(SendResult.Delivered);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new SendOutcome(SendResult.Failed, failure.Message);
        }
    }

    public async Task<LookOutcome> LookAsync(
        PartnerBank bank, BankChannel channel, OutgoingBytes file, CancellationToken cancellation)
    {
        try
        {
            var whole = Path.Combine(PlaceOf(bank, channel.Drop!), file.FileName);
            if (!File.Exists(whole)) return new LookOutcome(DeliveryFinding.Absent, $"{channel.Drop}: –");
            var hash = RawFiles.HashOf(await File.ReadAllBytesAsync(whole, cancellation));
            return hash == file.Sha256
                ? new LookOutcome(DeliveryFinding.Arrived, $"{channel.Drop}: sha256 {hash}")
                : new LookOutcome(DeliveryFinding.Undecided, $"{channel.Drop}: sha256 {hash} ≠ {file.Sha256}");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return new LookOutcome(DeliveryFinding.Undecided, failure.Message);
        }
    }

    public async Task<int> PickUpAsync(
        PartnerBank bank, BankChannel channel, TakeFile take, CancellationToken cancellation)
    {
        var place = PlaceOf(bank, channel.Pickup!);
        var taken = 0;
        foreach (var file in new DirectoryInfo(place).EnumerateFiles().OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            if (!IsReady(file)) continue;
            // A copy, which the bank's side cannot change any more.
            using var content = await FileContent.ReceivedAsync(async to =>
            {
                await using var from = File.OpenRead(file.FullName);
                await from.CopyToAsync(to, cancellation);
            });
            file.Refresh();
            if (!file.Exists || file.Length != content.Length) continue;
            if (!await take(file.Name, content, cancellation)) continue;
            PutAway(place, file.Name, await content.HashAsync(cancellation));
            stable.Forget(file.FullName);
            taken++;
        }

        return taken;
    }

    public async Task PutReceiptsAsync(
        PartnerBank bank, BankChannel channel, IReadOnlyList<ReceiptBytes> receipts, CancellationToken cancellation)
    {
        var place = PlaceOf(bank, Path.Combine(channel.Drop!, ChannelReceipts.Folder));
        foreach (var (name, bytes) in receipts)
        {
            var part = Path.Combine(place, ChannelNames.Unfinished(name));
            await WriteAsync(part, bytes, cancellation);
            File.Move(part, Path.Combine(place, name), overwrite: true);
        }
    }

    // A link could name any file of this machine.
    private bool IsReady(FileInfo file)
    {
        if (!ChannelNames.IsFinished(file.Name) || file.LinkTarget is not null) return false;
        if (file.Length <= UploadLimits.MaxBytes)
        {
            return stable.IsStable(
                file.FullName, file.Length, file.LastWriteTimeUtc.Ticks, settings.StableFor);
        }

        log.LogWarning("{File} is larger than the service takes and stays where it is", file.Name);
        return false;
    }

    private static void PutAway(string place, string name, string sha256)
    {
        var done = Directory.CreateDirectory(Path.Combine(place, ChannelNames.Done)).FullName;
        File.Move(
            Path.Combine(place, name), Path.Combine(done, ChannelNames.PutAway(name, sha256)), overwrite: true);
    }

    private static async Task<SendOutcome> SameAsync(
        string whole, OutgoingBytes file, CancellationToken cancellation) =>
        RawFiles.HashOf(await File.ReadAllBytesAsync(whole, cancellation)) == file.Sha256
            ? new SendOutcome(SendResult.Delivered)
            : new SendOutcome(SendResult.Failed, $"{file.FileName}: another file has this name");

    // On disk before it has its name: after a power cut the bank must not find half a file.
    private static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancellation)
    {
        await using var to = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None);
        await to.WriteAsync(bytes, cancellation);
        to.Flush(flushToDisk: true);
    }

    private string PlaceOf(PartnerBank bank, string folder)
    {
        var root = settings.Folder ?? throw new IOException($"{ChannelSettings.FolderKey} is not set.");
        return Directory.CreateDirectory(Path.Combine(root, bank.Code, folder)).FullName;
    }
}
