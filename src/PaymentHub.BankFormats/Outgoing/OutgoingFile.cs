using NodaTime;
using PaymentHub.BankFormats.Pain001;

namespace PaymentHub.BankFormats.Outgoing;

/// <summary>
/// A text that the bank gets otherwise than we have it.
/// </summary>
/// <param name="EndToEndId">The payment; empty where it concerns the payer.</param>
/// <param name="Field">Which text: <c>holder</c>, <c>personName</c>, <c>payee</c>, <c>remittance</c>,
/// <c>payer</c>.</param>
/// <param name="Written">What stands in the file.</param>
/// <param name="Cut">What did not fit; null for nothing.</param>
/// <param name="Replaced">Characters the bank does not take; null for none.</param>
public sealed record TextAlteration(string EndToEndId, string Field, string Written, string? Cut, string? Replaced);

/// <summary>Payments of one batch that stand together in a file (<c>PmtInf</c>).</summary>
/// <param name="PaymentInformationId">Its id in the file.</param>
/// <param name="BatchId">Id of our batch; differs where the batch had to be divided.</param>
/// <param name="ValueDate">The day of the debit.</param>
/// <param name="Debtor">The account debited.</param>
/// <param name="Orders">The payments in their order.</param>
public sealed record OutgoingBatch(
    string PaymentInformationId, string BatchId, LocalDate ValueDate, DebtorAccount Debtor,
    IReadOnlyList<PaymentOrder> Orders)
{
    /// <summary>The texts of the payments as the bank gets them, in the same order.</summary>
    internal IReadOnlyList<OrderTexts> Texts { get; init; } = [];

    /// <summary>Sum in đồng.</summary>
    public long SumDong => Orders.Sum(o => o.AmountDong);
}

/// <summary>What stands in a file for one payment.</summary>
internal sealed record OrderTexts(string Holder, string PersonName, string Payee, string Remittance, string? Purpose);

/// <summary>
/// One file to one institution, within its limits. Composed by <see cref="OutgoingFiles"/>; writing it again gives the
/// same bytes.
/// </summary>
public sealed class OutgoingFile
{
    internal OutgoingFile(PaymentInstruction instruction, OutgoingProfile profile, string messageId)
    {
        Instruction = instruction;
        Profile = profile;
        MessageId = messageId;
    }

    public string MessageId { get; }

    public string FileName => Template.Fill(
        Profile.Version is null ? Profile.List!.FileName : Profile.FileName, place => place == "messageId"
            ? MessageId
            : Instruction.CreatedAt.Date.ToString("uuuuMMdd", System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Name of the format, such as <c>pain.001.001.09</c> or <c>xlsx</c>.</summary>
    public string Format => Profile.FormatName;

    public int Count => Batches.Sum(b => b.Orders.Count);

    /// <summary>Sum in đồng.</summary>
    public long SumDong => Batches.Sum(b => b.SumDong);

    public IReadOnlyList<OutgoingBatch> Batches { get; internal init; } = [];

    /// <summary>The texts of this file that the bank gets otherwise than we have them.</summary>
    public IReadOnlyList<TextAlteration> Alterations { get; internal init; } = [];

    /// <summary>Name of the paying authority as the bank gets it.</summary>
    internal string Payer { get; init; } = "";

    internal PaymentInstruction Instruction { get; }

    internal OutgoingProfile Profile { get; }

    /// <summary>
    /// Writes the file. Throws <see cref="FileWriteException"/> where a value cannot stand in the format; what was
    /// written by then must be thrown away.
    /// </summary>
    public void Write(Stream output)
    {
        if (Profile.Version is { } version) Pain001Writer.Write(output, Message(), version);
        else ListWriter.Write(output, this, Profile.List!);
    }

    private Pain001File Message() => new(
        MessageId, Instruction.CreatedAt, Payer, [
            .. Batches.Select(batch => new Pain001Batch
            {
                PaymentInformationId = batch.PaymentInformationId,
                BatchBooking = Instruction.BatchBooking,
                RequestedExecutionDate = batch.ValueDate,
                DebtorName = batch.Debtor.Name,
                DebtorAccount = batch.Debtor.Number,
                DebtorBic = batch.Debtor.Bic,
                Count = batch.Orders.Count,
                ControlSum = batch.SumDong,
                CategoryPurpose = batch.Orders.All(o => o.Purpose == OrderPurpose.Benefit)
                    ? Profile.BenefitPurpose
                    : Profile.FundPurpose,
                Payments = batch.Orders.Zip(batch.Texts, PaymentOf),
            }),
        ]);

    private Pain001Payment PaymentOf(PaymentOrder order, OrderTexts texts)
    {
        var creditor = order.Creditor ?? throw new FileWriteException(
            order.EndToEndId + "/CdtrAcct", "Khoản chi này không có tài khoản nhận.", "The payment has no account.");
        var form = Profile.Remittance.Form;
        var agent = Profile.AgentsByBic && creditor.Bic is { Length: > 0 } bic ? bic : creditor.Bin;
        return new Pain001Payment(
            order.EndToEndId, order.AmountDong, agent, texts.Holder, creditor.Number,
            form is RemittanceForm.Unstructured or RemittanceForm.Both ? texts.Remittance : null, texts.Purpose,
            form is RemittanceForm.Structured or RemittanceForm.Both ? order.EndToEndId : null);
    }
}
