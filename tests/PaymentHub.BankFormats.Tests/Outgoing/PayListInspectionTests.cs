using System.IO.Compression;
using System.Text;
using NodaTime;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.BankFormats.Outgoing;
using PaymentHub.BankFormats.Tests.Incoming;
using PaymentHub.BankFormats.Text;
using PaymentHub.Tests.Support;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Outgoing;

/// <summary>What <c>hub inspect</c> says of our own pay lists: written, tried, equal.</summary>
public class PayListInspectionTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    public static TheoryData<string> Codes => [.. Samples.Codes];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Random_lists_are_inspected_equal(string code)
    {
        var profile = Samples.ListProfile(code);
        Samples.Orders(12).Holds(
            orders =>
            {
                var instruction = Samples.Instruction(profile, orders);
                foreach (var file in OutgoingFiles.Compose(instruction, profile)) Check(file, profile);
            },
            iter: 150);
    }

    [Theory]
    [InlineData("vcb", "\"20261102\",\"3\"", "\"20261102\",\"4\"", FileReason.ControlMismatch)]
    [InlineData("vcb", "\"T\",\"3\",\"1716000\"", "\"T\",\"3\",\"1716001\"", FileReason.ControlMismatch)]
    [InlineData("vcb", "\"T\",\"3\",\"1716000\"\r\n", "", FileReason.Truncated)]
    [InlineData("vcb", "\"500000\"", "\"500,000\"", FileReason.BadAmount)]
    [InlineData("vcb", "\"500000\"", "\"-500000\"", FileReason.BadAmount)]
    [InlineData("vcb", "\"20261102\"", "\"20261131\"", FileReason.BadDate)]
    [InlineData("vcb", "\"D\",\"QRST", "\"X\",\"QRST", FileReason.Schema)]
    [InlineData("vietin", "500000;VND", "500000;QQQ", FileReason.BadCurrency)]
    [InlineData("vietin", "\n2;QRSTUVWXYZ234567", "\n3;QRSTUVWXYZ234567", FileReason.ControlMismatch)]
    [InlineData("vietin", "T11/2026;02/11/2026\r\n3", "T11/2026;30/02/2026\r\n3", FileReason.BadDate)]
    [InlineData("mb", "|650000|VND|BCDEFGHIJKLMNOPQ CHI TRA AN SINH XA HOI T11/2026|02112026\n", "|65",
        FileReason.Truncated)]
    [InlineData("post", "TỔNG,3,,,,1716000,,\r\n", "", FileReason.Truncated)]
    [InlineData("post", "TỔNG,3,", "TỔNG,2,", FileReason.ControlMismatch)]
    [InlineData("lpb", "90000003", "90000002", FileReason.ControlMismatch)]
    [InlineData("lpb", "10000002QRST", "50000002QRST", FileReason.Schema)]
    public void A_wrong_list_is_refused_for_that_alone(string code, string right, string wrong, string reason)
    {
        var profile = Samples.ListProfile(code);
        var text = Encoding.UTF8.GetString(Samples.Bytes(
            OutgoingFiles.Compose(Samples.Three(profile), profile).Single()));
        var changed = text.Replace(right, wrong, Ordinal);
        changed.ShouldNotBe(text);
        var found = Inspected.Of(Encoding.UTF8.GetBytes(changed), Samples.Inspecting);
        found.Outcome.Verdict.ShouldBe(Verdict.Reject);
        found.Outcome.Reasons.ShouldBe([reason], found.Findings());
    }

    [Fact]
    public void A_sum_of_a_sheet_that_is_wrong_refuses_it()
    {
        var profile = Samples.ListProfile("agri");
        var bytes = Samples.Bytes(OutgoingFiles.Compose(Samples.Three(profile), profile).Single());
        using var stream = new MemoryStream();
        stream.Write(bytes);
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            const string Sheet = "xl/worksheets/sheet1.xml";
            zip.GetEntry(Sheet)!.Delete();
            using var writer = new StreamWriter(zip.CreateEntry(Sheet).Open());
            writer.Write(ListReading.SheetXml(bytes).Replace("<v>1716000</v>", "<v>1716001</v>", Ordinal));
        }

        var found = Inspected.Of(stream.ToArray(), Samples.Inspecting);
        (found.Format, found.Entries).ShouldBe(("paylist.xlsx", 3));
        found.Outcome.Reasons.ShouldBe([FileReason.ControlMismatch], found.Findings());
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void A_list_cut_anywhere_is_cut_and_nothing_else(string code)
    {
        var profile = Samples.ListProfile(code);
        var bytes = Samples.Bytes(OutgoingFiles.Compose(Samples.Three(profile), profile).Single());
        new CutSample(code, bytes, [.. WholeOf(profile, bytes)]).Check(Samples.Inspecting);
    }

    // A list with a row of totals is whole without its last line end. One without totals that ends with a row cannot be
    // told from a shorter list; nothing else can be taken for a whole one. Sheets are packed, so every byte counts.
    private static IEnumerable<CutStretch> WholeOf(OutgoingProfile profile, byte[] bytes)
    {
        if (profile.List!.Kind == ListKind.Xlsx) yield break;
        var lineEnd = bytes[^2] == '\r' ? 2 : 1;
        if (profile.List.After.Count > 0)
        {
            yield return new CutStretch(bytes.Length - lineEnd, bytes.Length - 1, null, "only the line end is missing");
            yield break;
        }

        for (var at = 0; at < bytes.Length - 1; at++)
        {
            if (bytes[at] is not ((byte)'\n' or (byte)'\r')) continue;
            yield return new CutStretch(at + 1, at + 1, null, "a shorter list without totals");
        }
    }

    private static void Check(OutgoingFile file, OutgoingProfile profile)
    {
        var bytes = Samples.Bytes(file);
        var entries = new List<IncomingEntry>();
        var found = FileInspector.Inspect(
            new MemoryStream(bytes, writable: false), Samples.Inspecting, (_, entry) => entries.Add(entry));
        found.Outcome.Verdict.ShouldBe(Verdict.Accept, found.Findings());
        found.Outcome.Findings.ShouldBeEmpty();
        found.Format.ShouldBe(profile.List!.Kind switch
        {
            ListKind.Csv => "paylist.csv",
            ListKind.Xlsx => "paylist.xlsx",
            _ => "paylist.fixed",
        });
        (found.Entries, found.RawMarkers).ShouldBe((file.Count, file.Count));
        (found.CreditSum.ToString(), found.DebitSum.ToString()).ShouldBe(("0", $"{file.SumDong}"));
        entries.Select(ToldOf).ShouldBe(
            file.Batches.SelectMany(b => b.Orders.Select(o => Expected(o, b, file, profile))));
    }

    private static Told ToldOf(IncomingEntry e) => new(
        e.References.EndToEndId, e.Amount.ToString(), e.Currency, e.ValueDate, e.Counterparty.Account,
        e.Counterparty.Name, e.Counterparty.Agent, e.References.MessageId, e.References.PaymentInformationId);

    private static Told Expected(
        PaymentOrder o, OutgoingBatch batch, OutgoingFile file, OutgoingProfile profile) => new(
        o.EndToEndId, $"-{o.AmountDong}", "VND", Has(ListField.ValueDate, profile) ? o.ValueDate : null,
        Has(ListField.Account, profile) ? o.Creditor?.Number : null,
        Name(o.Creditor?.Holder ?? o.Cash!.Payee, o.Cash is null ? ListField.Holder : ListField.Payee, profile),
        Has(ListField.BankBic, profile) ? o.Creditor?.Bic
            : Has(ListField.BankBin, profile) ? o.Creditor?.Bin
            : null,
        Has(ListField.MessageId, profile) ? file.MessageId : null,
        Has(ListField.BatchId, profile) ? batch.PaymentInformationId : null);

    private static bool Has(ListField field, OutgoingProfile profile) =>
        profile.List!.Columns.Concat(profile.List.Before.SelectMany(r => r)).Any(c => c.Field == field);

    private static string? Name(string name, ListField field, OutgoingProfile profile)
    {
        var width = profile.List!.Columns.First(c => c.Field == field).Width ?? int.MaxValue;
        var written = BankText.Write(
            name, profile.Names with { Longest = Math.Min(profile.Names.Longest, width) }).Text;
        return written.Length == 0 ? null : written;
    }

    private sealed record Told(
        string? EndToEndId, string Amount, string Currency, LocalDate? ValueDate, string? Account, string? Name,
        string? Agent, string? MessageId, string? BatchId);
}
