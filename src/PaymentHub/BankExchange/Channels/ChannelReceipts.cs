using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Options;
using NodaTime;
using Npgsql;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Storage;
using HttpJson = Microsoft.AspNetCore.Http.Json.JsonOptions;

namespace PaymentHub.BankExchange.Channels;

/// <summary>
/// Receipts for files that were picked up from a bank's place, dropped back there: one for programs and one for people,
/// when the gate has judged the file and again when what it says changes. The same file again gets its receipt again.
/// </summary>
public sealed class ChannelReceipts(
    NpgsqlDataSource source, IEnumerable<IFileChannel> channels, IOptions<HttpJson> json, IClock clock)
{
    /// <summary>Folder for receipts, inside the one where the bank takes our files.</summary>
    public const string Folder = "receipts";

    // The very JSON of the API, with Vietnamese letters as they are.
    private readonly JsonSerializerOptions _plain = new(json.Value.SerializerOptions)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    // While a file is being posted its receipt says the same as at its acceptance.
    private const string Word = """
        case when l.status in ('Received', 'Released') then 'Accepted' when l.status = 'Proposed' then 'Held'
             else l.status end
        """;

    /// <summary>A file came by this channel: its receipt is due there.</summary>
    public async Task OweAsync(Guid fileId, string institution, ChannelKind kind, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("""
            insert into hub.receipt_owed (file_id, channel, institution) values ($1, $2, $3)
            on conflict (file_id, channel) do update set told = null
            """);
        command.Parameters.Add(Parameter.Of(fileId));
        command.Parameters.Add(Parameter.Of(kind.ToString()));
        command.Parameters.Add(Parameter.Of(institution));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// Drops what is due at a place, on one connection and a bounded number at a time; what fails is tried again in the
    /// next round.
    /// </summary>
    public async Task DropAsync(PartnerBank bank, BankChannel place, CancellationToken cancellation)
    {
        var due = await DueAsync(bank.Code, place.Kind, cancellation);
        if (due.Count == 0) return;
        var written = new List<ReceiptBytes>();
        foreach (var (file, word) in due)
        {
            var receipt = await ReadReceipt.OfAsync(source, file, cancellation);
            var name = $"{ChannelNames.PutAway(receipt.FileName, receipt.Sha256)}.{word.ToLowerInvariant()}";
            written.Add(new ReceiptBytes(name + ".json", JsonOf(receipt)));
            written.Add(new ReceiptBytes(name + ".txt", TextOf(receipt)));
        }

        await channels.Single(c => c.Kind == place.Kind).PutReceiptsAsync(bank, place, written, cancellation);
        foreach (var (file, word) in due) await ToldAsync(file, place.Kind, word, cancellation);
    }

    private async Task<List<(Guid File, string Word)>> DueAsync(
        string institution, ChannelKind kind, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand($"""
            select o.file_id, {Word}
            from hub.receipt_owed o
            join lateral (select status from hub.bank_file_step s where s.file_id = o.file_id
                          order by version desc limit 1) l on true
            where o.institution = $1 and o.channel = $2 and o.told is distinct from {Word}
            order by o.file_id limit 200
            """);
        command.Parameters.Add(Parameter.Of(institution));
        command.Parameters.Add(Parameter.Of(kind.ToString()));
        await using var r = await command.ExecuteReaderAsync(cancellation);
        var due = new List<(Guid File, string Word)>();
        while (await r.ReadAsync(cancellation)) due.Add((r.GetGuid(0), r.GetString(1)));
        return due;
    }

    private async Task ToldAsync(Guid file, ChannelKind kind, string word, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            "update hub.receipt_owed set told = $3, at = $4 where file_id = $1 and channel = $2");
        command.Parameters.Add(Parameter.Of(file));
        command.Parameters.Add(Parameter.Of(kind.ToString()));
        command.Parameters.Add(Parameter.Of(word));
        command.Parameters.Add(Parameter.Of(clock.GetCurrentInstant()));
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private byte[] JsonOf(BankFileReceipt receipt) => JsonSerializer.SerializeToUtf8Bytes(receipt, _plain);

    private static byte[] TextOf(BankFileReceipt r)
    {
        var text = new StringBuilder();
        Line("BIÊN NHẬN TỆP / RECEIPT", "");
        Line("Tệp / File", r.FileName);
        Line("SHA-256", r.Sha256);
        Line("Loại / Type", r.Type ?? "");
        Line("Mã thông điệp / Message id", r.MessageId ?? "");
        Line("Nhận lúc / Received", r.ReceivedAt.ToString());
        Line("Kết quả / Result", string.Join(" ", r.Reasons.Prepend(r.Status)));
        if (r.DuplicateOf is { } original) Line("Trùng với / Duplicate of", original.ToString());
        var c = r.Counts;
        Line("Bút toán trong tệp / Entries in the file", Number(c.Markers));
        Line("Đã ghi sổ, đã biết / Posted, known", $"{Number(c.Posted)}, {Number(c.Known)}");
        Line("Chờ, tạm giữ, từ chối / Waiting, held, refused",
            $"{Number(c.Waiting)}, {Number(c.Held)}, {Number(c.Refused)}");
        foreach (var f in r.Findings) Line($"{f.Rule} {f.Line} {f.Where}", $"{f.TextVi} / {f.TextEn}");
        return Encoding.UTF8.GetBytes(text.ToString());

        void Line(string name, string value) =>
            text.Append(value.Length == 0 ? name : $"{name}: {value}").Append("\r\n");
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
