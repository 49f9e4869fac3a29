// What the desk says about an incident, and about a serious case: one function a command.

import type { Accepted, SeriousAsk } from '../api.gen';
import { type Answer, post } from './http';

const said = (incident: number, path: string, body?: unknown): Promise<Answer<Accepted>> =>
  post(`/api/v1/incidents/${incident}/${path}`, body);

/** Written down for good. */
export const addNote = (incident: number, text: string): Promise<Answer<Accepted>> => said(incident, 'notes', { text });

/** A merged call becomes an incident of its own. */
export const splitReport = (incident: number, key: string): Promise<Answer<Accepted>> => said(incident, 'split', { key });

/** The two have to do with each other. */
export const linkIncident = (incident: number, other: number): Promise<Answer<Accepted>> => said(incident, 'links', { incident: other });

/** 1 to 4; units and aircraft are weighed anew. */
export const setPriority = (incident: number, priority: number): Promise<Answer<Accepted>> => said(incident, 'priority', { priority });

/** Something is still to be done, by a post, within so many minutes. */
export const openFollowUp = (incident: number, text: string, owner: string, minutes: number): Promise<Answer<Accepted>> =>
  said(incident, 'followups', { text, owner, minutes });

/** It was done. */
export const followedUp = (incident: number, number: number): Promise<Answer<Accepted>> => said(incident, 'followups/done', { number });

/** Somebody looked what became of it. */
export const checkIncident = (incident: number): Promise<Answer<Accepted>> => said(incident, 'check');

/** The weather as somebody just measured it; what is left out nobody measured. */
export const reportWeather = (source: string, figures: Partial<Record<string, number>>): Promise<Answer<Accepted>> =>
  post('/api/v1/weather', { source, age_s: 0, ...figures });

/** What is said about a serious case; what an act does not need is left out. */
export const serious = (incident: number, say: Pick<SeriousAsk, 'act'> & Partial<SeriousAsk>): Promise<Answer<Accepted>> => said(incident, 'serious', say);
