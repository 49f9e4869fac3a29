//! Customers that the same sites reach, as one: who reaches whom, seen from both sides.
//!
//! All lists of one side lie in one piece of memory, and each pair is looked at a few times only: for some thousand places
//! this is a good part of the time there is.

use crate::planner::sortie::Fault;

const NONE: u32 = u32::MAX;

/// Lists of numbers in one piece of memory.
#[derive(Clone, Debug, Default)]
pub(super) struct Lists {
    spans: Vec<(u32, u32)>,
    items: Vec<u32>,
}

impl Lists {
    /// The list of that number.
    pub(super) fn of(&self, at: u32) -> &[u32] {
        self.get(at).unwrap_or_default()
    }

    pub(super) fn get(&self, at: u32) -> Option<&[u32]> {
        let (from, to) = *self.spans.get(at as usize)?;
        self.items.get(from as usize..to as usize)
    }

    /// How many lists there are.
    pub(super) fn len(&self) -> usize {
        self.spans.len()
    }

    /// Puts a list at the end.
    pub(super) fn push(&mut self, list: impl Iterator<Item = u32>) {
        let from = u32::try_from(self.items.len()).unwrap_or(NONE);
        self.items.extend(list);
        self.spans.push((from, u32::try_from(self.items.len()).unwrap_or(NONE)));
    }

    /// For each of `many` items the lists it is in, ascending.
    pub(super) fn turned(&self, many: usize) -> Self {
        let mut times = vec![0_u32; many];
        self.items.iter().for_each(|item| times[*item as usize] += 1);
        let mut end = 0;
        let span = |times: &u32| {
            end += times;
            (end - times, end)
        };
        let spans: Vec<(u32, u32)> = times.iter().map(span).collect();
        let mut next: Vec<u32> = spans.iter().map(|(from, _)| *from).collect();
        let mut items = vec![0; self.items.len()];
        for (number, list) in (0..).zip(self.iter()) {
            for item in list {
                items[next[*item as usize] as usize] = number;
                next[*item as usize] += 1;
            }
        }
        Self { spans, items }
    }

    /// Items of all lists together.
    pub(super) fn items(&self) -> usize {
        self.items.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.spans.iter().map(|(from, to)| &self.items[*from as usize..*to as usize])
    }
}

/// Who reaches whom, by classes.
#[derive(Clone, Debug, Default)]
pub(super) struct Classes {
    /// Demand of each class.
    pub weight: Vec<f64>,
    /// Class of each customer that a site reaches; classes are numbered as they first come.
    pub class_of: Vec<Option<u32>>,
    /// Sites that reach a class, and classes a site reaches.
    pub sites_of: Lists,
    pub reach: Lists,
}

/// What is known of a customer after one look at all pairs.
#[derive(Clone, Copy)]
struct Seen {
    /// A sum over its sites that hardly two sets of sites have in common.
    sign: u64,
    many: u32,
    /// The site that came last: a site may name a customer twice.
    last: u32,
}

impl Classes {
    /// `reach[s]` are the customers of site `s`; there are fewer than 2^32 pairs.
    pub(super) fn new(demand: &[f64], reach: &[Vec<u32>]) -> Result<Self, Fault> {
        let (seen, once) = seen(demand.len(), reach)?;
        let lists = lists(&seen, reach, once);
        let first = twins(&seen, &lists);
        let mut it = Self { class_of: Vec::with_capacity(demand.len()), ..Self::default() };
        // The class of a customer who is the first of it.
        let mut begun = vec![NONE; demand.len()];
        for (customer, demand) in demand.iter().enumerate() {
            let twin = first[customer] as usize;
            if seen[customer].many == 0 {
                it.class_of.push(None);
                continue;
            }
            if twin == customer {
                begun[customer] = u32::try_from(it.weight.len()).unwrap_or(NONE);
                it.weight.push(0.0);
                it.sites_of.spans.push(lists.spans[customer]);
            }
            it.weight[begun[twin] as usize] += demand;
            it.class_of.push(Some(begun[twin]));
        }
        it.sites_of.items = lists.items;
        it.reach = if once { reached_once(&begun, reach) } else { reached(&begun, reach) };
        Ok(it)
    }
}

/// Scatters a number over 64 bits (the finaliser of splitmix64).
fn scatter(site: u32) -> u64 {
    let x = (u64::from(site) + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

/// What is known of all customers, and whether no site names one twice.
fn seen(customers: usize, reach: &[Vec<u32>]) -> Result<(Vec<Seen>, bool), Fault> {
    let mut once = true;
    let mut seen = vec![Seen { sign: 0, many: 0, last: NONE }; customers];
    for (site, list) in (0..).zip(reach) {
        let sign = scatter(site);
        for customer in list {
            let Some(one) = seen.get_mut(*customer as usize) else {
                return Err(Fault(format!("site {site} reaches customer {customer}, who is not there")));
            };
            if one.last != site {
                *one = Seen { sign: one.sign.wrapping_add(sign), many: one.many + 1, last: site };
            } else {
                once = false;
            }
        }
    }
    Ok((seen, once))
}

/// The sites of each customer, ascending.
fn lists(seen: &[Seen], reach: &[Vec<u32>], once: bool) -> Lists {
    let mut end = 0;
    let spans = seen.iter().map(|one| {
        end += one.many;
        (end - one.many, end)
    });
    let spans: Vec<(u32, u32)> = spans.collect();
    let mut items = vec![0; end as usize];
    let mut next: Vec<u32> = spans.iter().map(|(from, _)| *from).collect();
    if once {
        for (site, list) in (0..).zip(reach) {
            for customer in list {
                let at = &mut next[*customer as usize];
                items[*at as usize] = site;
                *at += 1;
            }
        }
        return Lists { spans, items };
    }
    for (site, list) in (0..).zip(reach) {
        for customer in list {
            let at = next[*customer as usize];
            // A site that names a customer twice stands there already.
            if at > spans[*customer as usize].0 && items[at as usize - 1] == site {
                continue;
            }
            items[at as usize] = site;
            next[*customer as usize] = at + 1;
        }
    }
    Lists { spans, items }
}

/// The first customer with the same sites; where signs are equal, the sites decide.
fn twins(seen: &[Seen], lists: &Lists) -> Vec<u32> {
    let mut first: Vec<u32> = (0..u32::try_from(seen.len()).unwrap_or(0)).collect();
    let mut sorted: Vec<(u64, u32)> = seen.iter().map(|one| one.sign).zip(0..).collect();
    sorted.sort_unstable();
    for same in sorted.chunk_by(|a, b| a.0 == b.0) {
        for at in 1..same.len() {
            let sites = lists.of(same[at].1);
            if let Some((_, twin)) = same[..at].iter().find(|(_, other)| lists.of(*other) == sites) {
                first[same[at].1 as usize] = first[*twin as usize];
            }
        }
    }
    first
}

/// The classes each site reaches, where no site names a customer twice.
fn reached_once(begun: &[u32], reach: &[Vec<u32>]) -> Lists {
    let mut lists = Lists { spans: Vec::with_capacity(reach.len()), items: Vec::new() };
    // Each is written, and only those that begin a class are kept: quicker than a branch.
    let all: usize = reach.iter().map(Vec::len).sum();
    lists.items.resize(all + 1, 0);
    let mut end = 0;
    for list in reach {
        let from = end;
        for customer in list {
            let class = begun[*customer as usize];
            lists.items[end] = class;
            end += usize::from(class != NONE);
        }
        let short = |at: usize| u32::try_from(at).unwrap_or(NONE);
        lists.spans.push((short(from), short(end)));
    }
    lists.items.truncate(end);
    lists
}

/// The classes each site reaches, of each class only by the customer it begins with.
fn reached(begun: &[u32], reach: &[Vec<u32>]) -> Lists {
    let mut lists = Lists { spans: Vec::with_capacity(reach.len()), items: Vec::new() };
    lists.items.reserve(reach.iter().map(Vec::len).sum());
    let mut told = vec![NONE; begun.len()];
    for (site, list) in (0..).zip(reach) {
        let from = u32::try_from(lists.items.len()).unwrap_or(NONE);
        for customer in list {
            let class = begun[*customer as usize];
            if class != NONE && told[class as usize] != site {
                told[class as usize] = site;
                lists.items.push(class);
            }
        }
        lists.spans.push((from, u32::try_from(lists.items.len()).unwrap_or(NONE)));
    }
    lists
}
