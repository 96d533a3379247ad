using System.Text;
using Shouldly;
using Xunit;

namespace PaymentHub.BankFormats.Tests.Incoming;

/// <summary>
/// One fault is told once: what follows from it (a balance that lacks the refused entry, a sum without it, totals that
/// were cut off) is no second thing for the bank to mend.
/// </summary>
public class OneFaultTests
{
    private const StringComparison Ordinal = StringComparison.Ordinal;

    private static readonly string CamtText = IncomingSamples.Camt;

    public static TheoryData<string, string, string, string> Faults => new()
    {
        { CamtText, ">500000</Amt>", ">500.000.0</Amt>", FileReason.BadAmount },
        { CamtText, ">500000</Amt>", ">-500000</Amt>", FileReason.BadAmount },
        { CamtText, "<CdtDbtInd>DBIT</CdtDbtInd>", "<CdtDbtInd>X</CdtDbtInd>", FileReason.BadSign },
        { CamtText, "Ccy=\"VND\">500000<", "Ccy=\"QQQ\">500000<", FileReason.BadCurrency },
        { CamtText, "<ValDt><Dt>2026-11-02<", "<ValDt><Dt>2026-02-30<", FileReason.BadDate },
        { IncomingSamples.Swift, "D500000,N", "D5.000.00,N", FileReason.BadAmount },
        { IncomingSamples.Swift, "1102D500000,", "1102X500000,", FileReason.BadSign },
        { IncomingSamples.Swift, ":61:2611021102D", ":61:2602301102D", FileReason.BadDate },
        { IncomingSamples.Swift, ":61:2611021102D", ":61:2602XX1102D", FileReason.BadDate },
        { IncomingSamples.Bai2, "16,475,500000", "16,475,5000.00", FileReason.BadAmount },
        { IncomingSamples.Bai2, "16,475,500000", "16,475,-500000", FileReason.BadAmount },
        { IncomingSamples.Bai2, "16,475,500000", "16,905,500000", FileReason.BadSign },
        { IncomingSamples.Bai2, "V,261102,,B0001", "V,261131,,B0001", FileReason.BadDate },
        { Table("VCB"), "\"500,000\",,\"500,000\"", "\"500,00\",,\"500,000\"", FileReason.BadAmount },
        { Table("VIETIN"), "500.000;Nợ", "500.000;", FileReason.BadSign },
        { Table("AGRI"), "\nD20261102", "\nX20261102", FileReason.Schema },
        { Table("AGRI"), "\nD20261102", "\nD20260230", FileReason.BadDate },
    };

    public static TheoryData<string, string, string, string> Instructions => new()
    {
        { Pain, "Ccy=\"VND\">", "Ccy=\"VND\">-", FileReason.BadAmount },
        { Pain, "<CtrlSum>", "<CtrlSum>1", FileReason.ControlMismatch },
    };

    public static TheoryData<string> CutNames => [.. CutSample.All.Select(s => s.Name)];

    private static string Pain => Golden.Text("pain001-two-batches-one-booked-in-one-sum.xml");

    [Theory]
    [MemberData(nameof(Faults))]
    [MemberData(nameof(Instructions))]
    public void A_refused_entry_is_the_only_reason(string text, string right, string wrong, string reason)
    {
        var at = text.IndexOf(right, Ordinal);
        at.ShouldBeGreaterThan(0);
        var found = Inspected.Of(text[..at] + wrong + text[(at + right.Length)..], TableSamples.Options);
        found.Outcome.Verdict.ShouldBe(Verdict.Reject, found.Findings());
        found.Outcome.Reasons.ShouldBe([reason], found.Findings());
    }

    [Fact]
    public void Where_every_entry_was_read_a_difference_is_told()
    {
        var closing = CamtText.IndexOf("CLBD", Ordinal);
        var amount = CamtText.IndexOf("1000000</Amt>", closing, Ordinal);
        var found = Inspected.Of(CamtText[..amount] + "1000001" + CamtText[(amount + "1000000".Length)..]);
        found.Outcome.Reasons.ShouldBe([FileReason.Balance], found.Findings());
    }

    [Theory]
    [MemberData(nameof(CutNames))]
    public void A_file_cut_anywhere_is_cut_and_nothing_else(string name) =>
        CutSample.All.Single(s => s.Name == name).Check(TableSamples.Options);

    private static string Table(string bank) => Encoding.UTF8.GetString(TableSamples.All[bank]);
}
