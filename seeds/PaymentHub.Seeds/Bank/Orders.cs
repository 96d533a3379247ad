using NodaTime;

namespace PaymentHub.Seeds.Bank;

/// <summary>What the simulation lets happen to one payment order.</summary>
internal enum Fate
{
    Settles,
    Rejected,
    WrongAccount,
    OverDebit,
    UnderDebit,
    DoubleDebit,
    NoId,
    Ambiguous,
    Returned,
    ReturnedWithoutId,
}

/// <summary>One credit transfer of a received payment file, and the fate chosen for it.</summary>
internal sealed class PaymentOrder
{
    public required string EndToEndId { get; init; }
    public required long Amount { get; init; }
    public required string Account { get; init; }
    public required string PayeeName { get; init; }
    public required string AgentCode { get; init; }
    public required string Remittance { get; init; }
    public required OrderBatch Batch { get; init; }

    /// <summary>True for money advanced to the post office: it must arrive, so nothing is planted on it.</summary>
    public bool IsAdvance { get; set; }

    /// <summary>True for a payment to the insurance fund: nothing is planted on it either.</summary>
    public bool IsFund { get; set; }
    public Fate Fate { get; set; }

    /// <summary>The bank takes its return back and debits the payment again.</summary>
    public bool IsReturnReversed { get; set; }

    /// <summary>Reason code of a rejection or return.</summary>
    public string? Code { get; set; }

    /// <summary>Excess of an over-debit or the rest of an under-debit, in đồng.</summary>
    public long Difference { get; set; }

    /// <summary>The other payment of an ambiguous pair.</summary>
    public PaymentOrder? Twin { get; set; }

    /// <summary>An ordinary payment, on which the bank may err.</summary>
    public bool IsOrdinary => !IsAdvance && !IsFund;

    /// <summary>True when the bank books this payment as an entry of its own; advances always are.</summary>
    public bool IsBookedAlone => IsAdvance || !Batch.BatchBooking;
}

/// <summary>One PmtInf of a payment file.</summary>
internal sealed class OrderBatch
{
    public required OrderFile File { get; init; }
    public string PaymentInformationId { get; set; } = "";
    public bool BatchBooking { get; set; }
    public LocalDate ExecutionDate { get; set; }
    public string DebtorAccount { get; set; } = "";
    public int DeclaredCount { get; set; } = -1;
    public long DeclaredSum { get; set; } = -1;

    /// <summary>Reason when the bank refused the batch as a whole.</summary>
    public string? RejectedWhole { get; set; }
    public List<PaymentOrder> Payments { get; } = [];
}

/// <summary>One received pain.001 message, or a bank's own list of the same.</summary>
internal sealed class OrderFile
{
    public required Institution Bank { get; init; }
    public string MessageId { get; set; } = "";

    /// <summary>What a status report names as the original message.</summary>
    public string MessageName { get; set; } = "pain.001.001.09";
    public int DeclaredCount { get; set; } = -1;
    public long DeclaredSum { get; set; } = -1;
    public List<OrderBatch> Batches { get; } = [];

    /// <summary>Reason when the bank refused the whole message.</summary>
    public string? RejectedWhole { get; set; }
    public IEnumerable<PaymentOrder> Payments => Batches.SelectMany(b => b.Payments);

    /// <summary>Business day on which the bank executes the message.</summary>
    public LocalDate ExecutionDay { get; set; }
}

/// <summary>One person on a post-office pay list (danh sách chi trả).</summary>
internal sealed class CashOrder
{
    public required string EndToEndId { get; init; }
    public required string Payee { get; init; }
    public required long Amount { get; init; }

    /// <summary>Day of pay-out; null when nobody collected the money.</summary>
    public LocalDate? PaidOn { get; set; }

    /// <summary>Why nobody collected it, in Vietnamese.</summary>
    public string Reason { get; set; } = "";
}

/// <summary>One received pay list.</summary>
internal sealed class PayList
{
    public required string MessageId { get; init; }
    public List<CashOrder> Lines { get; } = [];
    public long Total => Lines.Sum(l => l.Amount);

    /// <summary>False while no advance covers the list: the post office then pays nobody and reports nothing.</summary>
    public bool IsCovered { get; set; }
    public LocalDate InterimReport { get; set; }
    public LocalDate FinalReport { get; set; }
    public bool HasInterimReport { get; set; }
    public long PaidOut => Lines.Where(l => l.PaidOn is not null).Sum(l => l.Amount);
}
